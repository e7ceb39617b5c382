import type { Worker } from 'node:worker_threads';
import type { Clock } from '../../kernel';
import { ThreadClient } from './thread-client';
import {
  type VectorDocument,
  type VectorHits,
  type VectorQuery,
  type VectorRecord,
  type VectorSource,
  VectorStore,
  VectorStoreError,
} from './vector-store.port';

/** A search sees what was at the source so long ago, or later. */
const TRUSTED_MS = 500;

interface Partition {
  /** Read before the documents, so it can only be too old. */
  revision: string | undefined;
  /** By the monotonic clock: when the source was last asked. */
  confirmedAt: number;
  /** By document, as the thread holds them. */
  stamps: Map<string, string>;
  bytes: number;
  usedAt: number;
  changes: number;
  updating: Promise<void> | null;
  /** Searches under way: it stays as long. */
  searches: number;
}

export interface EmbeddedVectorStoreOptions {
  source: () => VectorSource;
  /** A thread that runs `index-thread`. */
  beginThread: () => Worker;
  clock: Clock;
  /** For all partitions; the one that is searched may go beyond it alone. */
  maxBytes: number;
}

/**
 * Indexes in the memory of one thread of this process, built of the source when a partition is first searched and kept
 * up to date document by document. Partitions that were not searched for longest make room for others.
 */
export class EmbeddedVectorStore extends VectorStore {
  private readonly partitions = new Map<string, Partition>();
  private readonly thread: ThreadClient;

  constructor(private readonly options: EmbeddedVectorStoreOptions) {
    super();
    this.thread = new ThreadClient(options.beginThread, () => this.partitions.clear());
  }

  override async search(partition: string, query: VectorQuery): Promise<VectorHits> {
    const state = this.partitions.get(partition) ?? this.newPartition(partition);
    state.searches += 1;
    try {
      await this.makeFresh(partition, state);
      return await this.thread.ask('search', { partition, query });
    } finally {
      state.searches -= 1;
    }
  }

  override changed(partition: string): void {
    const state = this.partitions.get(partition);
    if (state !== undefined) state.changes += 1;
  }

  /** Gives the memory back and ends the thread. */
  async stop(): Promise<void> {
    await this.thread.stop();
    this.partitions.clear();
  }

  /** About, of all partitions. */
  get bytes(): number {
    return [...this.partitions.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private async makeFresh(partition: string, state: Partition): Promise<void> {
    state.usedAt = this.options.clock.monotonic();
    // Of those who come while it is read, the last must see what was there when they came.
    while (!this.isFresh(state)) {
      state.updating ??= this.update(partition, state).finally(() => (state.updating = null));
      await state.updating;
    }
  }

  private isFresh({ changes, confirmedAt }: Partition): boolean {
    return changes === 0 && this.options.clock.monotonic() - confirmedAt <= TRUSTED_MS;
  }

  private newPartition(partition: string): Partition {
    const state: Partition = {
      revision: undefined,
      confirmedAt: Number.NEGATIVE_INFINITY,
      stamps: new Map(),
      bytes: 0,
      usedAt: 0,
      changes: 1,
      updating: null,
      searches: 0,
    };
    this.partitions.set(partition, state);
    return state;
  }

  private async update(partition: string, state: Partition): Promise<void> {
    const { changes } = state;
    const askedAt = this.options.clock.monotonic();
    const source = this.options.source();
    const revision = (await this.asked(source.revisionsOf([partition]))).get(partition) ?? '';
    if (revision !== state.revision) await this.load(partition, state, await this.asked(source.documentsOf(partition)));
    // The thread died meanwhile: what it was given is gone, and another search begins anew.
    if (this.partitions.get(partition) !== state) throw new VectorStoreError('The index thread ended.');
    state.revision = revision;
    state.confirmedAt = askedAt;
    state.changes -= changes;
    this.makeRoom(partition);
  }

  /** Only what is new, changed or gone. */
  private async load(partition: string, state: Partition, documents: readonly VectorDocument[]): Promise<void> {
    const stamps = new Map(documents.map(({ id, stamp }) => [id, stamp]));
    const remove = [...state.stamps].flatMap(([id, stamp]) => (stamps.get(id) === stamp ? [] : [id]));
    const add = documents.filter(({ id, stamp }) => state.stamps.get(id) !== stamp);
    if (add.length > 0) await this.asked(this.stage(partition, add));
    const { bytes, wasteful } = await this.thread.ask('commit', { partition, remove, documents });
    state.stamps = stamps;
    state.bytes = bytes;
    if (wasteful) await this.rebuild(partition, state, documents);
  }

  private async rebuild(partition: string, state: Partition, documents: readonly VectorDocument[]): Promise<void> {
    this.thread.order({ kind: 'drop', partition });
    state.stamps = new Map();
    await this.load(partition, state, documents);
  }

  private async stage(partition: string, documents: readonly VectorDocument[]): Promise<void> {
    this.thread.order({ kind: 'unstage', partition });
    for await (const records of this.options.source().recordsOf(partition, documents))
      this.thread.order({ kind: 'stage', partition, records }, buffersOf(records));
  }

  /** The least recently searched go first, never the one that is being searched or loaded. */
  private makeRoom(kept: string): void {
    const others = [...this.partitions]
      .filter(([name, { searches }]) => name !== kept && searches === 0)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [name] of others) {
      if (this.bytes <= this.options.maxBytes) return;
      this.partitions.delete(name);
      this.thread.order({ kind: 'drop', partition: name });
    }
  }

  private async asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof VectorStoreError) throw error;
      throw new VectorStoreError('What is to be searched cannot be read.', { cause: error });
    }
  }
}

/** Handed over to the thread rather than copied. */
function buffersOf(records: readonly VectorRecord[]): ArrayBuffer[] {
  const buffers = records.flatMap(({ embedding }) =>
    embedding !== undefined && embedding.vector.buffer instanceof ArrayBuffer ? [embedding.vector.buffer] : [],
  );
  return [...new Set(buffers)];
}
