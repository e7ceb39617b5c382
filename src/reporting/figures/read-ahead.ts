import { setImmediate } from 'node:timers/promises';

/** The same items, of which the next is asked for before the last one is dealt with. */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = source.next();
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = source.next();
      // Whoever reads on sees the error; whoever stops does not wait for it.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await source.return(undefined);
  }
}

const LONGEST_MS = 10;

/** Of work that takes long: lets others have the process every so often. */
export class Pauses {
  private since = performance.now();

  async pauseIfLong(): Promise<void> {
    if (performance.now() - this.since < LONGEST_MS) return;
    await setImmediate();
    this.since = performance.now();
  }
}
