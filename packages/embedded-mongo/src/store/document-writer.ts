import { fail } from '../errors';
import type { Document } from '../types';
import { MAX_DOCUMENT_BYTES } from '../wire';
import type { Catalogue } from './catalogue';
import { type ClientTransaction, type OverlayEntry, overlayKey } from './client-transaction';
import { arraysOf, type Collection, type Index } from './collection';
import { duplicateKeyError } from './duplicate-key';
import { keysOf, NO_KEYS } from './index-keys';
import type { KeyValueStore } from './key-value';
import { documentKey, readRecordId, recordIdBytes } from './keys';
import type { TransactionRegistry } from './transaction-registry';
import { WriteConflictError } from './write-conflict';

/** One document's change: inserted (`before` null), replaced, or removed (`after` and `raw` null). */
export interface DocumentChange {
  readonly collection: Collection;
  readonly recordId: number;
  readonly before: Document | null;
  readonly after: Document | null;
  readonly raw: Buffer | null;
}

interface KeyChange {
  readonly index: Index;
  readonly added: readonly Buffer[];
  readonly removed: readonly Buffer[];
  readonly multikey: boolean;
  readonly arrays: number;
  readonly truncated: boolean;
}

const textOf = (key: Buffer): string => key.toString('latin1');

function keyChangeOf(index: Index, { before, after, recordId }: DocumentChange): KeyChange {
  const old = before ? keysOf(index, before, recordId).keys : [];
  const next = after ? keysOf(index, after, recordId) : NO_KEYS;
  const { multikey, arrays, truncated } = next;
  const [oldKey, nextKey] = [old[0], next.keys[0]];
  if (old.length === 1 && next.keys.length === 1 && oldKey && nextKey?.equals(oldKey)) {
    return { index, added: [], removed: [], multikey, arrays, truncated };
  }
  const had = new Set(old.map(textOf));
  const has = new Set(next.keys.map(textOf));
  const added = next.keys.filter((key) => !had.has(textOf(key)));
  const removed = old.filter((key) => !has.has(textOf(key)));
  return { index, added, removed, multikey, arrays, truncated };
}

const keyChangesOf = (change: DocumentChange): KeyChange[] =>
  change.collection.indexes.map((index) => keyChangeOf(index, change));

/**
 * Writes documents together with their index keys. All that can fail is checked before the first byte is written,
 * so that an error leaves no trace of its document.
 */
export class DocumentWriter {
  constructor(
    private readonly storage: KeyValueStore,
    private readonly catalogue: Catalogue,
    private readonly transactions: TransactionRegistry,
  ) {}

  /**
   * @throws MongoError 11000 (duplicate key), 10334 (too large), 171 (parallel arrays)
   * @throws WriteConflictError when a transaction stands in the way
   */
  write(change: DocumentChange, transaction?: ClientTransaction): void {
    const size = change.raw?.length ?? 0;
    if (size > MAX_DOCUMENT_BYTES) {
      fail(10334, `BSONObj size: ${size} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}(16MB)`);
    }
    const keyChanges = keyChangesOf(change);
    this.transactions.assertDocumentFree(change.collection, change.recordId, transaction);
    for (const { index, added } of keyChanges) {
      if (!index.definition.unique) continue;
      for (const key of added) this.assertUnique(change, index, key, transaction);
    }
    if (transaction) this.keepInOverlay(change, keyChanges, transaction);
    else this.store(change, keyChanges);
  }

  /** Makes a transaction's writes durable; to be called inside a unit of work. */
  commit(transaction: ClientTransaction): void {
    const changes = [...transaction.documents.values()].map((entry) => ({ entry, keyChanges: keyChangesOf(entry) }));
    // Old keys go first, so that documents may hand unique keys on to each other.
    for (const { keyChanges } of changes) this.removeKeys(keyChanges);
    for (const { entry, keyChanges } of changes) {
      this.assertStillUnique(entry, keyChanges);
      this.putRecord(entry, keyChanges);
    }
  }

  private assertUnique(
    change: DocumentChange,
    index: Index,
    key: Buffer,
    transaction: ClientTransaction | undefined,
  ): void {
    const text = textOf(key);
    const owner = transaction ? this.ownerWithin(transaction, key, text) : this.ownerOf(key);
    if (owner !== undefined && owner !== change.recordId) {
      throw duplicateKeyError(change.collection, index, change.after ?? {}, key);
    }
    this.transactions.assertUniqueKeyFree(text, transaction);
  }

  private ownerOf(key: Buffer): number | undefined {
    const value = this.storage.get(key);
    return value && readRecordId(value);
  }

  /** The record that owns a unique key as the transaction sees it. */
  private ownerWithin(transaction: ClientTransaction, key: Buffer, text: string): number | undefined {
    const claimed = transaction.uniqueKeys.get(text);
    if (claimed !== undefined) return claimed ?? undefined;
    const owner = this.ownerOf(key);
    if (owner === undefined) return undefined;
    // Somebody took the key after the snapshot: the transaction cannot see why it fails, so it is to be retried.
    if (transaction.snapshot.get(key) === undefined) throw new WriteConflictError();
    return owner;
  }

  private keepInOverlay(change: DocumentChange, keyChanges: KeyChange[], transaction: ClientTransaction): void {
    const key = overlayKey(change.collection, change.recordId);
    const earlier = transaction.documents.get(key);
    transaction.documents.set(key, { ...change, before: earlier ? earlier.before : change.before });
    for (const { index, added, removed } of keyChanges) {
      if (!index.definition.unique) continue;
      for (const one of removed) transaction.uniqueKeys.set(textOf(one), null);
      for (const one of added) transaction.uniqueKeys.set(textOf(one), change.recordId);
    }
  }

  private assertStillUnique(entry: OverlayEntry, keyChanges: KeyChange[]): void {
    for (const { index, added } of keyChanges) {
      for (const key of index.definition.unique ? added : []) {
        if (this.ownerOf(key) !== undefined) throw duplicateKeyError(entry.collection, index, entry.after ?? {}, key);
      }
    }
  }

  private store(change: DocumentChange, keyChanges: KeyChange[]): void {
    this.removeKeys(keyChanges);
    this.putRecord(change, keyChanges);
  }

  private removeKeys(keyChanges: KeyChange[]): void {
    for (const { removed } of keyChanges) for (const key of removed) this.storage.remove(key);
  }

  private putRecord(change: DocumentChange, keyChanges: KeyChange[]): void {
    const { collection, recordId, before, raw } = change;
    const record = recordIdBytes(recordId);
    for (const keyChange of keyChanges) {
      for (const key of keyChange.added) this.storage.put(key, record);
      this.raiseFlags(collection, keyChange);
    }
    if (raw) this.storage.put(documentKey(collection.prefix, recordId), raw);
    else if (before) this.storage.remove(documentKey(collection.prefix, recordId));
    const difference = (raw ? 1 : 0) - (before ? 1 : 0);
    if (difference !== 0) this.catalogue.noteGrowth(collection, difference);
    this.transactions.noteChange(collection, recordId);
  }

  private raiseFlags(collection: Collection, { index, multikey, arrays, truncated }: KeyChange): void {
    const { definition } = index;
    const known = arraysOf(definition);
    const more = known !== undefined && (arrays & ~known) !== 0;
    if (!more && (!multikey || definition.multikey) && (!truncated || definition.truncated)) return;
    this.catalogue.updateIndex(collection, index, {
      multikey: definition.multikey === true || multikey,
      ...(known === undefined ? {} : { arrays: known | arrays }),
      truncated: definition.truncated === true || truncated,
    });
  }
}
