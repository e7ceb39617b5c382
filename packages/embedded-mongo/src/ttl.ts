import { decode } from './bson';
import type { CursorRegistry } from './cursors';
import type { SessionRegistry } from './sessions';
import type { Collection, Index } from './store/collection';
import type { DocumentStore } from './store/document-store';
import { keyRangesOf } from './store/index-bounds';
import { documentKey, readRecordId } from './store/keys';
import { scanKeys } from './store/scan';
import { WriteConflictError } from './store/write-conflict';
import type { WriteQueue } from './store/write-queue';

const BATCH = 500;

export interface SweptServices {
  readonly store: DocumentStore;
  readonly writes: WriteQueue;
  readonly cursors: CursorRegistry;
  readonly sessions: SessionRegistry;
}

/** The records whose indexed date is old enough; anything but a date never expires. */
function expiredRecords(store: DocumentStore, index: Index, now: number): Set<number> {
  const seconds = index.definition.expireAfterSeconds ?? Infinity;
  const oldest = { value: new Date(now - seconds * 1000), inclusive: true };
  const bounds = { tuples: [[]], equalities: 0, range: { kind: 'range', high: oldest }, severalPoints: false } as const;
  const records = new Set<number>();
  for (const range of keyRangesOf(index, bounds).ranges) {
    for (const [, value] of scanKeys(store.storage, range)) {
      records.add(readRecordId(value));
      if (records.size === BATCH) return records;
    }
  }
  return records;
}

/** @returns false when a transaction holds the document: the next sweep will take it */
function removeRecord(store: DocumentStore, collection: Collection, recordId: number): boolean {
  const raw = store.storage.get(documentKey(collection.prefix, recordId));
  if (!raw) return false;
  try {
    store.writer.write({ collection, recordId, before: decode(raw), after: null, raw: null });
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError) return false;
    throw error;
  }
}

const expires = (index: Index): boolean =>
  index.definition.expireAfterSeconds !== undefined && index.fields.length === 1;

/** Removes expired documents, idle cursors and forgotten sessions at an interval that may be changed. */
export class TtlSweeper {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly services: SweptServices,
    private intervalSeconds: number,
    private readonly report: (error: unknown) => void,
  ) {
    this.schedule();
  }

  get seconds(): number {
    return this.intervalSeconds;
  }

  setSeconds(seconds: number): void {
    this.intervalSeconds = seconds;
    this.schedule();
  }

  /** Resolves when a sweep under way has ended; there will be no other. */
  stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    return this.sweeping;
  }

  async sweep(now = Date.now()): Promise<void> {
    const { store, writes, cursors, sessions } = this.services;
    cursors.dropIdle(now);
    await writes.run(() => sessions.dropExpired(now));
    for (const collection of store.catalogue.all()) {
      for (const index of collection.indexes.filter(expires)) await this.sweepIndex(collection, index, now);
    }
  }

  private async sweepIndex(collection: Collection, index: Index, now: number): Promise<void> {
    const { store, writes } = this.services;
    for (let removed = BATCH; removed === BATCH && !this.stopped;) {
      removed = await writes.run(() => {
        const stillThere =
          store.catalogue.get(collection.namespace) === collection && collection.indexes.includes(index);
        if (!stillThere) return 0;
        const records = [...expiredRecords(store, index, now)];
        return records.filter((recordId) => removeRecord(store, collection, recordId)).length;
      });
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch(this.report)
        .finally(() => this.schedule());
    }, this.intervalSeconds * 1000).unref();
  }
}
