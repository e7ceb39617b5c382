import type { LogEvent } from './log-event';

/** Writers' clocks and batches may lag; what appears later than that is not in the tail, only in the log. */
export const TAIL_OVERLAP_MS = 5_000;

/** Where a live tail stands: nothing is given twice, and what comes late is still given. */
export class TailPosition {
  private readonly given = new Map<string, number>();
  private newest: number;

  constructor(from: Date) {
    this.newest = from.getTime();
    this.startedAt = this.newest;
  }

  private readonly startedAt: number;

  /** The time from which on to look again. */
  get from(): Date {
    return new Date(Math.max(this.startedAt, this.newest - TAIL_OVERLAP_MS));
  }

  /** Of what was found, oldest first, that which was not given yet. */
  take(found: readonly LogEvent[]): LogEvent[] {
    const fresh = found.filter(({ id }) => !this.given.has(id));
    for (const { id, at } of fresh) {
      this.given.set(id, at.getTime());
      this.newest = Math.max(this.newest, at.getTime());
    }
    const forgotten = this.from.getTime();
    for (const [id, at] of this.given) if (at < forgotten) this.given.delete(id);
    return fresh;
  }
}
