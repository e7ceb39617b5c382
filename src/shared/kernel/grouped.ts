import type { WorkspaceId } from './ids';

/** In the order of their first members. */
export function grouped<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** In the order of their first members. */
export const byWorkspace = <Item extends { workspaceId: WorkspaceId }>(
  items: Iterable<Item>,
): Map<WorkspaceId, Item[]> => grouped(items, ({ workspaceId }) => workspaceId);
