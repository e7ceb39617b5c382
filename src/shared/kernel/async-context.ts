import { AsyncLocalStorage } from 'node:async_hooks';

/** A storage that holds something for as long as work runs. */
type Storage = Pick<AsyncLocalStorage<never>, 'disable'>;

/**
 * What stands around asynchronous work. While any storage is in use, Node follows every promise of the process, which makes
 * all of them slower; so it is switched off again as soon as nobody is inside.
 */
export class AsyncContext<Store> {
  private readonly storage = new AsyncLocalStorage<Store>();
  private inside = 0;

  /** `others`: storages that libraries use within this one only. */
  constructor(private readonly others: readonly Storage[] = []) {}

  get current(): Store | undefined {
    return this.storage.getStore();
  }

  async run<Result>(store: Store, work: () => Promise<Result>): Promise<Result> {
    this.inside++;
    try {
      return await this.storage.run(store, work);
    } finally {
      this.inside--;
      if (this.inside === 0) for (const storage of [this.storage, ...this.others]) storage.disable();
    }
  }
}
