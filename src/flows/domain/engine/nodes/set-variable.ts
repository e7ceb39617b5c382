import { z } from 'zod';
import { variableNameSchema } from '../../dsl/ids';
import { renderTemplate } from '../../template/template';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const setVariableData = nodeData({
  name: variableNameSchema,
  /** A text may be a template; other values are kept as they are. */
  value: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]),
});
export type SetVariableData = z.infer<typeof setVariableData>;

export const setVariableNode: NodeKind<'set_variable', SetVariableData> = {
  ...PLAIN_NODE,
  type: 'set_variable',
  handles: () => [{ name: 'next', required: false, waits: false }],
  variables: ({ name }) => [name],
  check: ({ value }, context) => (typeof value === 'string' ? checkTemplate(value, 'value', context) : []),
  enter: ({ data: { name, value } }, { scope }) => ({
    vars: { [name]: typeof value === 'string' ? renderTemplate(value, scope) : value },
    then: { kind: 'go', handle: 'next' },
  }),
};
