import type { FlowProblem } from '../compile/problem';
import type { FlowDefinition } from '../dsl/flow-definition';
import type { ExposedField } from '../config/exposed-field';
import type { Json } from '../json';

const REFERENCE = /\bconfig\.([A-Za-z][A-Za-z0-9_]{0,63})/g;

/** Warnings for values that nodes read as `config.<key>` though the flow exposes no such field: they are always empty. */
export function warnOfUnknownFields({ nodes }: FlowDefinition, fields: readonly ExposedField[]): FlowProblem[] {
  const known = new Set(fields.map(({ key }) => key));
  return nodes.flatMap((node) =>
    textsIn(node.data as Json, 'data').flatMap(({ path, text }) =>
      [...text.matchAll(REFERENCE)]
        .map(([, key = '']) => key)
        .filter((key) => !known.has(key))
        .map((key) => ({
          code: 'unknown_reference' as const,
          nodeId: node.id,
          path,
          message: `config.${key} is no exposed field, so it is always empty`,
          hint: `Expose a field with the key "${key}", or take the reference out.`,
        })),
    ),
  );
}

function textsIn(value: Json, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, `${path}.${key}`));
}
