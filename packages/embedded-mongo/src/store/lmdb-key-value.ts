import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RootDatabase, Transaction } from 'lmdb';
import { checkDataFile } from './data-file-check';
import type { KeyRange, KeyValueEntry, KeyValueSnapshot, KeyValueStore } from './key-value';

function rangeOf(database: RootDatabase<Buffer, Buffer>, range: KeyRange, transaction?: Transaction): KeyValueEntry[] {
  const { from, to, reverse = false, limit } = range;
  if (limit !== undefined && limit <= 0) return [];
  const bounds = reverse
    ? { start: to, end: from, reverse: true, exclusiveStart: true, inclusiveEnd: true }
    : { start: from, end: to };
  const entries: KeyValueEntry[] = [];
  for (const { key, value } of database.getRange({ ...bounds, limit, transaction })) entries.push([key, value]);
  return entries;
}

export const dataFileIn = (folder: string): string => path.join(folder, 'data.mdb');

/** Keeps everything in one lmdb file; a transaction returns when its data is on disk. */
export class LmdbKeyValueStore implements KeyValueStore {
  readonly kind = 'lmdb';
  private writing = false;
  private closed = false;

  private constructor(private readonly database: RootDatabase<Buffer, Buffer>) {}

  /**
   * @throws DamagedDataError when the file is not what it was
   * @throws Error when the native module of lmdb cannot be loaded on this platform, or the file cannot be opened
   */
  static async open(folder: string): Promise<LmdbKeyValueStore> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = dataFileIn(folder);
    checkDataFile(file, existsSync(`${file}-lock`)); // lmdb makes that one when it makes the file
    const { open } = await import('lmdb');
    const database = open<Buffer, Buffer>({
      path: file,
      keyEncoding: 'binary',
      encoding: 'binary',
      compression: false,
      noMemInit: true,
    });
    return new LmdbKeyValueStore(database);
  }

  get(key: Buffer): Buffer | undefined {
    this.assertOpen();
    return this.database.get(key);
  }

  range(range: KeyRange): KeyValueEntry[] {
    this.assertOpen();
    return rangeOf(this.database, range);
  }

  put(key: Buffer, value: Buffer): void {
    this.assertWriting();
    this.database.putSync(key, value);
  }

  remove(key: Buffer): void {
    this.assertWriting();
    this.database.removeSync(key);
  }

  transaction<T>(work: () => T): T {
    this.assertOpen();
    const nested = this.writing;
    this.writing = true;
    try {
      return this.database.transactionSync(work);
    } finally {
      this.writing = nested;
    }
  }

  snapshot(): KeyValueSnapshot {
    let transaction: Transaction | undefined = this.database.useReadTransaction();
    const open = (): Transaction => {
      this.assertOpen();
      if (transaction === undefined) throw new Error('read from a snapshot that was released');
      return transaction;
    };
    return {
      get: (key) => this.database.get(key, { transaction: open() }),
      range: (range) => rangeOf(this.database, range, open()),
      release: () => {
        transaction?.done();
        transaction = undefined;
      },
    };
  }

  close(): Promise<void> {
    this.closed = true;
    return this.database.close();
  }

  /** A long read may still be under way when the store closes; the native module must not be touched then. */
  private assertOpen(): void {
    if (this.closed) throw new Error('the store is closed');
  }

  private assertWriting(): void {
    if (!this.writing) throw new Error('write outside a storage transaction');
  }
}
