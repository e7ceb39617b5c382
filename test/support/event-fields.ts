import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = path.resolve(__dirname, '../../docs/events.md');

/** Names in backticks. */
export const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name);

/** What docs/events.md says that `data` holds, by type of event. */
export function documentedFields(): Map<string, string[]> {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| of (.+?)\|.+?\|(.+)\|$/gm)];
  return new Map(rows.flatMap(([, types, data]) => namesIn(types).map((type) => [type, namesIn(data)] as const)));
}
