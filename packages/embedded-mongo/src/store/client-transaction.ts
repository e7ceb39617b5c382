import type { Document } from '../types';
import type { Collection } from './collection';
import type { KeyValueSnapshot } from './key-value';

/** A document as a transaction left it; `raw` and `after` are null when it was deleted. */
export interface OverlayEntry {
  readonly collection: Collection;
  readonly recordId: number;
  /** The document as it was at the transaction's snapshot; null when the transaction inserted it. */
  readonly before: Document | null;
  readonly after: Document | null;
  readonly raw: Buffer | null;
}

export const overlayKey = (collection: Collection, recordId: number): string => `${collection.id}:${recordId}`;

/** A client's open transaction: it reads a snapshot, and keeps its writes to itself until it commits. */
export class ClientTransaction {
  readonly documents = new Map<string, OverlayEntry>();
  /** Unique keys that this transaction took (record id) or gave up (null), by their Latin-1 text. */
  readonly uniqueKeys = new Map<string, number | null>();
  /** Collections that exist for this transaction only, until it commits; by namespace. */
  readonly created = new Map<string, Collection>();
  private readonly waiters: (() => void)[] = [];

  constructor(
    readonly snapshot: KeyValueSnapshot,
    /** The store's change count when the snapshot was taken. */
    readonly startedAt: number,
  ) {}

  entriesOf(collection: Collection): OverlayEntry[] {
    return [...this.documents.values()].filter((entry) => entry.collection.id === collection.id);
  }

  touches(collection: Collection): boolean {
    return [...this.documents.values()].some((entry) => entry.collection.id === collection.id);
  }

  /** Resolves when the transaction has committed or aborted. */
  whenEnded(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** To be called once, by the store, when the transaction ends. */
  end(): void {
    this.snapshot.release();
    for (const wake of this.waiters.splice(0)) wake();
  }
}
