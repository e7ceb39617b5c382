import { z } from 'zod';
import { flowDefinitionSchema } from './flow-definition';

/** The JSON Schema (draft 2020-12) of a flow as its author sends it; what only the compiler can tell is not in it. */
export function flowJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(flowDefinitionSchema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
  return { ...schema, title: 'Flow', description: 'Nodes and edges of a conversation flow.' };
}
