import { isJsonObject, type Json } from '../json';

const MAX_SUB_FLOWS = 50;

/** Ids of the templates that `sub_flow` nodes name, in a definition that may be anything. */
export function subFlowsOf(definition: unknown): string[] {
  const nodes = isJsonObject(definition as Json) ? (definition as { nodes?: unknown }).nodes : undefined;
  if (!Array.isArray(nodes)) return [];
  const ids = nodes.flatMap((node: unknown) => {
    const { type, data } = Object(node) as { type?: unknown; data?: unknown };
    const { templateId } = Object(data) as { templateId?: unknown };
    return type === 'sub_flow' && typeof templateId === 'string' ? [templateId] : [];
  });
  return [...new Set(ids)].slice(0, MAX_SUB_FLOWS);
}
