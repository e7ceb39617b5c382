/** What of many refusals alike is written down. */
export interface RefusalSample {
  /** Refusals like this one since the last that was written down. */
  skipped: number;
}

interface Seen {
  until: number;
  skipped: number;
}

/** One of each kind in this time. */
const QUIET_MS = 60_000;
/** Kinds that are remembered, and entries in that time from all of them together: an attacker can fill neither. */
const KINDS = 1_000;
const ENTRIES = 300;

/** Decides which refusals are worth an entry: of each address, route and code, the first of each minute. */
export class RefusalSampler {
  private readonly seen = new Map<string, Seen>();
  private windowEnds = 0;
  private entries = 0;

  /** Null: it is not written down. `now` in milliseconds of a monotonic clock. */
  take(kind: string, now: number): RefusalSample | null {
    const known = this.seen.get(kind);
    if (known !== undefined && now < known.until) {
      known.skipped++;
      return null;
    }
    if (!this.hasRoom(now)) return null;
    this.remember(kind, now);
    return { skipped: known?.skipped ?? 0 };
  }

  private hasRoom(now: number): boolean {
    if (now >= this.windowEnds) {
      this.windowEnds = now + QUIET_MS;
      this.entries = 0;
    }
    return ++this.entries <= ENTRIES;
  }

  /** The oldest kind goes when there are too many. */
  private remember(kind: string, now: number): void {
    this.seen.delete(kind);
    const [oldest] = this.seen.keys();
    if (this.seen.size >= KINDS && oldest !== undefined) this.seen.delete(oldest);
    this.seen.set(kind, { until: now + QUIET_MS, skipped: 0 });
  }
}
