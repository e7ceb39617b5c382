import type { CursorPosition } from '../../shared/kernel';
import type { TimelineEntry } from '../timeline-source.port';

/** Newest first, then by falling id, as every source gives them. */
export const newestFirst = <T extends Pick<TimelineEntry, 'at' | 'id'>>(entries: readonly T[]): T[] =>
  [...entries].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));

export const behindEntry =
  (after: CursorPosition | undefined) =>
  ({ at, id }: Pick<TimelineEntry, 'at' | 'id'>): boolean =>
    after === undefined || at < after.at || (at.getTime() === after.at.getTime() && id < after.id);
