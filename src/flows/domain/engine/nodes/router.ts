import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { idSchema } from '../../dsl/ids';
import { type Handle, nodeData, type NodeKind, PLAIN_NODE } from './node-kind';
import { checkRules, judge, ONE_LIST, oneList, ruleGroup } from './rules';

const ELSE = 'else';

const branch = z
  .strictObject({
    id: idSchema.refine((id) => id !== ELSE, '"else" is the name of the exit for when no branch holds'),
    label: z.string().max(120).optional(),
    ...ruleGroup,
  })
  .refine(oneList, ONE_LIST);

export const routerData = nodeData({
  /** Whether it goes on at the first branch that holds, or at all of them one after another. */
  mode: z.enum(['first', 'all']).default('first'),
  branches: z.array(branch).min(1).max(20),
});
export type RouterData = z.infer<typeof routerData>;

/** Each branch is an exit; `else` is left when none holds. */
export const routerNode: NodeKind<'router', RouterData> = {
  ...PLAIN_NODE,
  type: 'router',
  handles: ({ branches }) => [...branches.map(({ id }) => id), ELSE].map(exitNamed),
  check: ({ branches }, context) => [
    ...duplicateBranches(branches),
    ...branches.flatMap((it, index) => checkRules(it, `branches.${index}.`, context)),
  ],
  enter: ({ data: { mode, branches } }, { scope }) => {
    const because = [];
    const handles = [];
    for (const { id, ...rules } of branches) {
      const judgement = judge(rules, scope, `${id}: `);
      because.push(...judgement.because);
      if (judgement.holds) handles.push(id);
      if (judgement.holds && mode === 'first') break;
    }
    const [first = ELSE, ...others] = handles;
    return { because, then: others.length === 0 ? { kind: 'go', handle: first } : { kind: 'go-all', handles } };
  },
};

const exitNamed = (name: string): Handle => ({ name, required: true, waits: false });

function duplicateBranches(branches: RouterData['branches']): DataProblem[] {
  const seen = new Set<string>();
  return branches.flatMap(({ id }, index): DataProblem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ code: 'duplicate_id', path: `branches.${index}.id`, message: `"${id}" names two branches` }];
  });
}
