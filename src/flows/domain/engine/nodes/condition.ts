import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { checkPath, checkTemplate } from './check-template';
import { holds, OPERATORS } from './condition-operators';
import { type CheckContext, type NodeKind, PLAIN_NODE } from './node-kind';

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()]);

const rule = z
  .strictObject({
    /** Path of a value: vars.size, contact.name, message.text, config.city. */
    left: z.string().max(400),
    op: z.enum(OPERATORS),
    /** Strings may be templates. Not needed by `exists`. */
    right: z.union([scalar, z.array(scalar).max(100)]).optional(),
  })
  .refine(({ op, right }) => op === 'exists' || right !== undefined, {
    path: ['right'],
    message: 'is needed by this operator',
  })
  .refine(({ op, right }) => op !== 'in' || Array.isArray(right), { path: ['right'], message: 'must be a list' });

const rules = z.array(rule).min(1).max(20);

export const conditionData = z
  .strictObject({ label: z.string().max(120).optional(), all: rules.optional(), any: rules.optional() })
  .refine(({ all, any }) => (all === undefined) !== (any === undefined), {
    message: 'must have either "all" or "any"',
  });
export type ConditionData = z.infer<typeof conditionData>;
export type ConditionRule = z.infer<typeof rule>;

export const conditionNode: NodeKind<'condition', ConditionData> = {
  ...PLAIN_NODE,
  type: 'condition',
  handles: () => [
    { name: 'true', required: true, waits: false },
    { name: 'false', required: true, waits: false },
  ],
  check: ({ all, any }, context) => [...checkRules('all', all, context), ...checkRules('any', any, context)],
  enter: ({ data: { all, any } }, { scope }) => {
    const outcome =
      all === undefined ? (any ?? []).some((it) => holds(it, scope)) : all.every((it) => holds(it, scope));
    return { then: { kind: 'go', handle: outcome ? 'true' : 'false' } };
  },
};

function checkRules(list: string, all: readonly ConditionRule[] = [], context: CheckContext): DataProblem[] {
  return all.flatMap(({ left, right }, index) => [
    ...checkPath(left, `${list}.${index}.left`, context),
    ...[right ?? []]
      .flat()
      .flatMap((value) => (typeof value === 'string' ? checkTemplate(value, `${list}.${index}.right`, context) : [])),
  ]);
}
