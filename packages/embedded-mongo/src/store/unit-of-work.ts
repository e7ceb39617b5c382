import type { KeyValueStore } from './key-value';

/**
 * Storage transactions that also take back what was changed in memory (catalogue, counters, flags) when they fail.
 * Everything runs synchronously, so there is only ever one at work.
 */
export class UnitOfWork {
  private undo: (() => void)[] = [];
  private depth = 0;

  constructor(private readonly storage: KeyValueStore) {}

  /** Runs `work` durably; nested, as a savepoint. An error undoes its writes and its changes in memory. */
  run<T>(work: () => T): T {
    const mark = this.undo.length;
    this.depth++;
    try {
      return this.storage.transaction(work);
    } catch (error) {
      while (this.undo.length > mark) this.undo.pop()?.();
      throw error;
    } finally {
      this.depth--;
      if (this.depth === 0) this.undo = [];
    }
  }

  /** Registers how to take back a change in memory that the caller is about to make. */
  onRollback(takeBack: () => void): void {
    this.undo.push(takeBack);
  }
}
