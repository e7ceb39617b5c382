import { nextTurn } from '../pace';
import type { UnitOfWork } from './unit-of-work';
import { WriteConflictError } from './write-conflict';

interface Job {
  run(): void;
  settle(): void;
  reject(error: unknown): void;
}

/**
 * Group commit: all writes waiting in one turn of the event loop share one storage transaction, each in a savepoint of
 * its own, and are answered when it is durable. A write that meets a client transaction waits for its end and runs again.
 */
export class WriteQueue {
  private waiting: Job[] = [];

  constructor(private readonly unit: UnitOfWork) {}

  /** Runs `work`, which must be synchronous, and resolves with its result once that is durable. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: { value: T } | undefined;
      this.enqueue({
        run: () => (result = { value: work() }),
        settle: () => (result ? resolve(result.value) : reject(new Error('the write did not run'))),
        reject,
      });
    });
  }

  /** Resolves when the writes that wait now have been tried. */
  async idle(): Promise<void> {
    do await nextTurn();
    while (this.waiting.length > 0);
  }

  private enqueue(job: Job): void {
    this.waiting.push(job);
    if (this.waiting.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    const jobs = new Set(this.waiting);
    this.waiting = [];
    try {
      this.unit.run(() => {
        for (const job of jobs) if (!this.attempt(job)) jobs.delete(job);
      });
    } catch (error) {
      for (const job of jobs) job.reject(error); // the shared commit failed: nothing of it was stored
      return;
    }
    for (const job of jobs) job.settle();
  }

  /** @returns whether the job succeeded; a failed one is answered here, or waits. */
  private attempt(job: Job): boolean {
    try {
      this.unit.run(() => job.run());
      return true;
    } catch (error) {
      if (error instanceof WriteConflictError && error.blocker) {
        void error.blocker.whenEnded().then(() => this.enqueue(job));
      } else job.reject(error);
      return false;
    }
  }
}
