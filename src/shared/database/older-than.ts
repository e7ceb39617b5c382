import type { CursorPosition } from '../kernel';

/**
 * Filter for the page behind `position`, of a list sorted by `field` and then `_id`, newest first. The bound beside the
 * $or lets the index scan begin where the last page ended; by the $or alone it would begin at the newest row each time.
 */
export function olderThan(field: string, position: CursorPosition | undefined): Record<string, unknown> {
  if (position === undefined) return {};
  const { at, id } = position;
  return { [field]: { $lte: at }, $or: [{ [field]: { $lt: at } }, { [field]: at, _id: { $lt: id } }] };
}
