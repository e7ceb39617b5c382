import { ClientTransaction, overlayKey } from './client-transaction';
import type { Collection } from './collection';
import type { KeyValueStore } from './key-value';
import { WriteConflictError } from './write-conflict';

/** The open client transactions, and what changed since the oldest of them began. */
export class TransactionRegistry {
  private readonly open = new Set<ClientTransaction>();
  private readonly changedAt = new Map<string, number>();
  private changes = 0;

  constructor(private readonly storage: KeyValueStore) {}

  get changeCount(): number {
    return this.changes;
  }

  begin(): ClientTransaction {
    const transaction = new ClientTransaction(this.storage.snapshot(), this.changes);
    this.open.add(transaction);
    return transaction;
  }

  /** Forgets the transaction and wakes whoever waits for it. */
  end(transaction: ClientTransaction): void {
    if (!this.open.delete(transaction)) return;
    transaction.end();
    if (this.open.size === 0) this.changedAt.clear();
  }

  /** Notes that a document changed outside the open transactions, so that none of them overwrites it unseen. */
  noteChange(collection: Collection, recordId: number): void {
    this.changes++;
    if (this.open.size > 0) this.changedAt.set(overlayKey(collection, recordId), this.changes);
  }

  noteCatalogueChange(): number {
    return ++this.changes;
  }

  /** @throws WriteConflictError when another transaction holds the document, or it changed after `own` began. */
  assertDocumentFree(collection: Collection, recordId: number, own: ClientTransaction | undefined): void {
    if (this.open.size === 0) return;
    const key = overlayKey(collection, recordId);
    for (const other of this.open) {
      if (other !== own && other.documents.has(key)) throw new WriteConflictError(other);
    }
    if (own && (this.changedAt.get(key) ?? 0) > own.startedAt) throw new WriteConflictError();
  }

  /** @throws WriteConflictError when another transaction took this unique key. */
  assertUniqueKeyFree(key: string, own: ClientTransaction | undefined): void {
    for (const other of this.open) {
      if (other !== own && typeof other.uniqueKeys.get(key) === 'number') throw new WriteConflictError(other);
    }
  }

  /** @throws WriteConflictError when a transaction has written to the collection, whose shape must then wait. */
  assertCollectionFree(collection: Collection): void {
    for (const other of this.open) if (other.touches(collection)) throw new WriteConflictError(other);
  }
}
