import type { Worker } from 'node:worker_threads';
import type { FromThread, QuestionName, ThreadOrder, ThreadQuestions } from './index-thread.protocol';
import { VectorStoreError } from './vector-store.port';

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: VectorStoreError) => void;
}

/** The thread that holds the indexes. Begun at the first need, and again after it died; then it holds nothing. */
export class ThreadClient {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** `onLost` is told when all that the thread held is gone. */
  constructor(
    private readonly begin: () => Worker,
    private readonly onLost: () => void,
  ) {}

  order(order: ThreadOrder, transfer: readonly ArrayBuffer[] = []): void {
    this.thread().postMessage(order, [...transfer]);
  }

  /** @throws VectorStoreError when the thread dies, or fails at it. */
  ask<Name extends QuestionName>(
    kind: Name,
    question: ThreadQuestions[Name]['question'],
  ): Promise<ThreadQuestions[Name]['answer']> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.thread().postMessage({ kind, id, ...question });
    });
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private thread(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = this.begin();
    // Nothing waits for it but questions, whose askers keep the process alive.
    worker.unref();
    let cause: unknown;
    worker.on('message', (message: FromThread) => this.settle(message));
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => this.lose(worker, cause));
    this.worker = worker;
    return worker;
  }

  private settle(message: FromThread): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.answer);
    else waiting?.reject(new VectorStoreError(`The index failed: ${message.message}`));
  }

  private lose(worker: Worker, cause: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.onLost();
    const left = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of left) reject(new VectorStoreError('The index thread ended.', { cause }));
  }
}
