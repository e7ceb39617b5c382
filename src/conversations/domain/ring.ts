import type { ConsumedEvent } from '../schemas/conversation.schema';
import { RING_KEEP_MS, RING_SIZE } from './limits';

/**
 * Ids that must stay in the ring: too young, returned by this turn's find (so not yet marked done), or, when the find
 * was full, any, since a pending event may hide behind the page.
 */
export function keptIds(
  ring: readonly ConsumedEvent[],
  found: ReadonlySet<string>,
  findWasFull: boolean,
  now: Date,
): ConsumedEvent[] {
  const youngest = now.getTime() - RING_KEEP_MS;
  return ring.filter(({ id, at }) => findWasFull || found.has(id) || at.getTime() >= youngest);
}

/** How many events a turn may consume before the ring would have to forget one that must stay. */
export function freeSlots(kept: readonly ConsumedEvent[]): number {
  return Math.max(0, RING_SIZE - kept.length);
}
