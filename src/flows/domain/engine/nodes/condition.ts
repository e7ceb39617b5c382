import { z } from 'zod';
import { type NodeKind, PLAIN_NODE } from './node-kind';
import { checkRules, judge, ONE_LIST, oneList, ruleGroup } from './rules';

export const conditionData = z
  .strictObject({ label: z.string().max(120).optional(), ...ruleGroup })
  .refine(oneList, ONE_LIST);
export type ConditionData = z.infer<typeof conditionData>;

export const conditionNode: NodeKind<'condition', ConditionData> = {
  ...PLAIN_NODE,
  type: 'condition',
  handles: () => [
    { name: 'true', required: true, waits: false },
    { name: 'false', required: true, waits: false },
  ],
  check: (data, context) => checkRules(data, '', context),
  enter: ({ data }, { scope }) => {
    const { holds, because } = judge(data, scope);
    return { because, then: { kind: 'go', handle: holds ? 'true' : 'false' } };
  },
};
