export interface Ordered {
  /** 1, 2, 3, … in the order of arrival; never reused. */
  readonly order: number;
}

type Wanted<T> = (entry: T) => boolean;

/** An append-only list that can be waited on, so that tests need no sleeps. Keeps the last `capacity` entries. */
export class OrderedLog<T extends Ordered> {
  private entries: T[] = [];
  private lastOrder = 0;
  private readonly watchers = new Set<(entry: T) => void>();

  constructor(private readonly capacity = Number.POSITIVE_INFINITY) {}

  append(entry: Omit<T, 'order'>): T {
    this.lastOrder += 1;
    // The spread of an Omit<T> plus its missing key is a T; TypeScript cannot see that for a generic T.
    const stored = { ...entry, order: this.lastOrder } as unknown as T;
    this.entries.push(stored);
    // Dropping in blocks keeps append cheap.
    if (this.entries.length > this.capacity * 1.2) this.entries = this.entries.slice(-this.capacity);
    for (const watcher of [...this.watchers]) watcher(stored);
    return stored;
  }

  list(after = 0, wanted: Wanted<T> = () => true): T[] {
    return this.entries.filter((entry) => entry.order > after && wanted(entry));
  }

  /** The wanted entries after `after`; waits up to `waitMs` of real time for the first one. */
  async wait(after: number, wanted: Wanted<T>, waitMs: number): Promise<T[]> {
    const present = this.list(after, wanted);
    if (present.length > 0 || waitMs <= 0) return present;
    return new Promise((resolve) => {
      const finish = (entries: T[]): void => {
        clearTimeout(timeout);
        this.watchers.delete(watcher);
        resolve(entries);
      };
      const watcher = (entry: T): void => {
        if (wanted(entry)) finish([entry]);
      };
      // Whoever waits keeps the process alive by the connection; one that has gone must not.
      const timeout = setTimeout(() => finish([]), waitMs).unref();
      this.watchers.add(watcher);
    });
  }

  /** Forgets the entries but not the numbering. */
  clear(): void {
    this.entries = [];
  }

  restore(entries: readonly T[]): void {
    this.entries = [...entries];
    this.lastOrder = entries.reduce((highest, entry) => Math.max(highest, entry.order), this.lastOrder);
  }
}
