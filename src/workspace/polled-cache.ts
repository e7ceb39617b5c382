import type { Clock } from '../shared/kernel';

/** Where a cache gets its values, and how it notices that one has changed. */
export interface CacheSource<Key, Value> {
  /** A text that differs after every change of the key's value; none for a key that has no value yet. */
  revisionsOf(keys: readonly Key[]): Promise<ReadonlyMap<Key, string>>;
  load(key: Key): Promise<Value>;
}

interface Entry<Value> {
  value: Promise<Value>;
  /** Read before the value, so it can only be too old; absent while reading. */
  revision?: string;
  /** By the monotonic clock. */
  confirmedAt: number;
  usedAt: number;
}

export const POLL_MS = 500;
/** What no poll has confirmed for so long is read again: nothing older than this is ever given out. */
const TRUSTED_MS = 1_000;
const FORGOTTEN_MS = 10 * 60 * 1_000;

/**
 * Values in memory that are at most a second behind the database, whatever becomes of hints from other processes: one
 * query each poll compares the revisions of all that are in use.
 */
export class PolledCache<Key extends string, Value> {
  private readonly entries = new Map<Key, Entry<Value>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: CacheSource<Key, Value>,
    private readonly clock: Clock,
  ) {}

  /** A poll that fails confirms nothing, so that what is asked for next is read again; it needs no other handling. */
  start(onFailure: (error: unknown) => void): void {
    this.timer = setInterval(() => void this.poll().catch(onFailure), POLL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  of(key: Key): Promise<Value> {
    const now = this.clock.monotonic();
    const entry = this.entries.get(key);
    if (entry === undefined || now - entry.confirmedAt > TRUSTED_MS) return this.read(key, now);
    entry.usedAt = now;
    return entry.value;
  }

  /** To be called as soon as a change is known. */
  drop(key: Key): void {
    this.entries.delete(key);
  }

  /** Confirms what is unchanged and drops the rest. */
  async poll(): Promise<void> {
    const startedAt = this.clock.monotonic();
    const polled = [...this.entries].filter(([key, entry]) => !this.forget(key, entry, startedAt));
    if (polled.length === 0) return;
    const revisions = await this.source.revisionsOf(polled.map(([key]) => key));
    for (const [key, entry] of polled) {
      if (entry.revision === undefined) continue;
      if (entry.revision === (revisions.get(key) ?? '')) entry.confirmedAt = startedAt;
      else this.dropEntry(key, entry);
    }
  }

  private read(key: Key, now: number): Promise<Value> {
    const entry: Entry<Value> = {
      value: this.load(key, (revision) => (entry.revision = revision)),
      confirmedAt: now,
      usedAt: now,
    };
    this.entries.set(key, entry);
    return entry.value.catch((error: unknown) => {
      this.dropEntry(key, entry);
      throw error;
    });
  }

  private async load(key: Key, onRevision: (revision: string) => void): Promise<Value> {
    const revisions = await this.source.revisionsOf([key]);
    const value = await this.source.load(key);
    onRevision(revisions.get(key) ?? '');
    return value;
  }

  private forget(key: Key, entry: Entry<Value>, now: number): boolean {
    const forgotten = now - entry.usedAt > FORGOTTEN_MS;
    if (forgotten) this.dropEntry(key, entry);
    return forgotten;
  }

  /** Not when another read has replaced the entry meanwhile. */
  private dropEntry(key: Key, entry: Entry<Value>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }
}
