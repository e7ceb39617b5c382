import { z } from 'zod';
import { nodeSchema } from '../engine/nodes';
import { flowSettingsSchema } from './flow-settings';

export const MAX_NODES = 500;
const MAX_EDGES = 2_000;

const edgeSchema = z.object({
  id: z.string().min(1).max(200),
  source: z.string().max(64),
  /** The exit of the source node; absent means `next`. */
  sourceHandle: z
    .string()
    .max(64)
    .nullish()
    .transform((handle) => handle ?? 'next'),
  target: z.string().max(64),
});

/** A flow as its author draws it: the shape of React Flow, whose own fields beyond these are dropped. */
export const flowDefinitionSchema = z.object({
  nodes: z.array(nodeSchema).min(1).max(MAX_NODES),
  edges: z.array(edgeSchema).max(MAX_EDGES),
  settings: flowSettingsSchema.optional(),
});

export type FlowDefinition = z.infer<typeof flowDefinitionSchema>;
/** As an author sends it, defaults left out. */
export type FlowDefinitionInput = z.input<typeof flowDefinitionSchema>;
export type FlowEdge = z.infer<typeof edgeSchema>;
