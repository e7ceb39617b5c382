import type { CompiledFlow } from '../compile/compiled-flow';

/** Names of intents that the flow's triggers and `detect_intent` nodes ask for, each once. */
export function namedIntents({ nodes }: CompiledFlow): string[] {
  const names = Object.values(nodes).flatMap(({ data }) => [
    ...listOf(data, 'intents'),
    ...listOf((data as { match?: object }).match, 'intents'),
  ]);
  return [...new Set(names)].sort();
}

function listOf(holder: object | undefined, name: string): string[] {
  const list: unknown = (holder as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(list) ? list.filter((member): member is string => typeof member === 'string') : [];
}
