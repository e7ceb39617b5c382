import type { z } from 'zod';
import { type FlowDefinition, flowDefinitionSchema } from '../dsl/flow-definition';
import type { Finding } from './finding';

export type ParsedDefinition = { ok: true; definition: FlowDefinition } | { ok: false; findings: Finding[] };

/** From whatever was sent to a definition of the right shape, or to what is wrong with it at which node or edge. */
export function parseDefinition(source: unknown): ParsedDefinition {
  const result = flowDefinitionSchema.safeParse(source);
  if (result.success) return { ok: true, definition: result.data };
  return { ok: false, findings: result.error.issues.map((issue) => findingOf(issue, source)) };
}

function findingOf({ path, message }: z.core.$ZodIssue, source: unknown): Finding {
  const [list, index, ...inside] = path;
  const id = typeof index === 'number' ? idAt(source, list, index) : undefined;
  if (id === undefined) return { code: 'malformed', path: path.join('.'), message };
  return { code: 'malformed', [list === 'nodes' ? 'nodeId' : 'edgeId']: id, path: inside.join('.'), message };
}

function idAt(source: unknown, list: PropertyKey | undefined, index: number): string | undefined {
  const items = list === 'nodes' || list === 'edges' ? (source as Record<string, unknown>)[list] : undefined;
  const item: unknown = Array.isArray(items) ? items[index] : undefined;
  const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : undefined;
}
