interface Waiting<Item, Outcome> {
  items: readonly Item[];
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
}

export interface GroupingOptions {
  /** Items in one group, unless a single request brings more. */
  maxItems?: number;
  /** Whether one bad item may be what failed a group: its requests are then written one by one, so that it fails alone. */
  mayBeOneItem?: (error: unknown) => boolean;
}

/** Items that are added while an earlier group is on its way go together in the next: a burst costs few round trips. */
export class Grouping<Item, Outcome = undefined> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private inFlight = false;

  /** `write` tells what became of each item, in their order. */
  constructor(
    private readonly write: (items: Item[]) => Promise<readonly Outcome[]>,
    private readonly options: GroupingOptions = {},
  ) {}

  /** Resolves once the items are written. @throws what `write` throws for their group */
  async add(items: readonly Item[]): Promise<Outcome[]> {
    if (items.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      if (!this.inFlight) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.inFlight = true;
    while (this.waiting.length > 0) await this.writeGroup(this.nextGroup());
    this.inFlight = false;
  }

  private nextGroup(): Waiting<Item, Outcome>[] {
    const { maxItems = Infinity } = this.options;
    let items = 0;
    const over = this.waiting.findIndex((request) => (items += request.items.length) > maxItems);
    return this.waiting.splice(0, over === -1 ? this.waiting.length : Math.max(1, over));
  }

  private async writeGroup(group: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.write(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of group) resolve(outcomes.slice(from, (from += items.length)));
    } catch (error) {
      if (group.length > 1 && this.options.mayBeOneItem?.(error) === true) {
        for (const request of group) await this.writeGroup([request]);
      } else for (const { reject } of group) reject(error);
    }
  }
}
