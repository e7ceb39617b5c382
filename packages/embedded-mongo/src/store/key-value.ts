/** Half-open range of keys: `from` is in, `to` is out. `reverse` walks from `to` down to `from`. */
export interface KeyRange {
  readonly from: Buffer;
  readonly to: Buffer;
  readonly reverse?: boolean;
  readonly limit?: number;
}

export type KeyValueEntry = readonly [key: Buffer, value: Buffer];

/** Something that can be read: the live store, or a snapshot of it. */
export interface KeyValueView {
  get(key: Buffer): Buffer | undefined;
  range(range: KeyRange): KeyValueEntry[];
}

/** A view that later writes do not change. It costs memory or disk pages until released. */
export interface KeyValueSnapshot extends KeyValueView {
  release(): void;
}

/** One ordered key space. Keys are at most 1,978 bytes (lmdb's limit). */
export interface KeyValueStore extends KeyValueView {
  readonly kind: 'lmdb' | 'memory';
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
  /**
   * Runs `work` as one storage transaction, durable when this returns (lmdb). Reads inside see its own writes.
   * A nested call is a savepoint. An error undoes what the (nested) call wrote and is thrown on.
   */
  transaction<T>(work: () => T): T;
  snapshot(): KeyValueSnapshot;
  close(): Promise<void>;
}
