import { z } from 'zod';
import { variableNameSchema } from '../../dsl/ids';
import { evaluateExpression } from '../../template/expression';
import { renderTemplate } from '../../template/template';
import { checkExpression, checkTemplate } from './check-template';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const setVariableData = nodeData({
  name: variableNameSchema,
  /** A text may be a template; other values are kept as they are. */
  value: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]).optional(),
  /** In place of `value`: worked out and kept with its type, such as `vars.count | plus: 1`. */
  expression: z.string().trim().min(1).max(1_000).optional(),
}).refine(({ value, expression }) => (value === undefined) !== (expression === undefined), {
  message: 'must have either "value" or "expression"',
});
export type SetVariableData = z.infer<typeof setVariableData>;

export const setVariableNode: NodeKind<'set_variable', SetVariableData> = {
  ...PLAIN_NODE,
  type: 'set_variable',
  handles: () => [{ name: 'next', required: false, waits: false }],
  variables: ({ name }) => [name],
  check: ({ value, expression }, context) => {
    if (expression !== undefined) return checkExpression(expression, 'expression', context);
    return typeof value === 'string' ? checkTemplate(value, 'value', context) : [];
  },
  enter: ({ data: { name, value = null, expression } }, { scope }) => {
    const worth = typeof value === 'string' ? renderTemplate(value, scope) : value;
    return {
      vars: { [name]: expression === undefined ? worth : evaluateExpression(expression, scope) },
      then: { kind: 'go', handle: 'next' },
    };
  },
};
