import { decode, encode } from '../bson';
import { fail } from '../errors';
import type { Document } from '../types';
import type { ClientTransaction } from './client-transaction';
import {
  type Collection,
  type CollectionDefinition,
  ID_INDEX,
  type Index,
  type IndexDefinition,
  definitionOf,
  openCollection,
  openIndex,
} from './collection';
import type { KeyValueStore } from './key-value';
import { catalogueKey, catalogueRange, prefixRange, recordIdOfDocumentKey } from './keys';
import type { TransactionRegistry } from './transaction-registry';
import type { UnitOfWork } from './unit-of-work';
import { WriteConflictError } from './write-conflict';

const CLEAR_BATCH = 1000;

/** Which collections and indexes there are. Every change runs inside a unit of work of the caller. */
export class Catalogue {
  private readonly collections = new Map<string, Collection>();
  private nextId = 1;

  constructor(
    private readonly storage: KeyValueStore,
    private readonly unit: UnitOfWork,
    private readonly transactions: TransactionRegistry,
  ) {
    for (const [, value] of storage.range(catalogueRange())) {
      // Only `save` writes these entries.
      const definition = decode(value) as unknown as CollectionDefinition;
      const collection = openCollection(definition, 0);
      collection.nextRecordId = this.lastRecordId(collection) + 1;
      this.collections.set(collection.namespace, collection);
      this.nextId = Math.max(this.nextId, definition.id + 1, ...definition.indexes.map((index) => index.id + 1));
    }
  }

  /** The collection as a transaction sees it, or as everybody does. */
  get(namespace: string, transaction?: ClientTransaction): Collection | undefined {
    return transaction?.created.get(namespace) ?? this.collections.get(namespace);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  ofDatabase(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  /** Creates a collection; in a transaction it is seen by that alone until the transaction is {@link adopt}ed. */
  create(namespace: string, options: Document = {}, transaction?: ClientTransaction): Collection {
    const idIndex: IndexDefinition = { id: this.nextId + 1, name: ID_INDEX, key: { _id: 1 }, unique: true };
    const collation = options.collation ? { collation: options.collation as IndexDefinition['collation'] } : {};
    const definition = { namespace, id: this.nextId, options, indexes: [{ ...idIndex, ...collation }] };
    this.nextId += 2;
    const collection = openCollection(definition, 0);
    collection.sizeAtStart = 0;
    if (transaction) transaction.created.set(namespace, collection);
    else this.publish(collection);
    return collection;
  }

  /** The collection of this name, created when missing. */
  ensure(namespace: string, transaction?: ClientTransaction): Collection {
    return this.get(namespace, transaction) ?? this.unit.run(() => this.create(namespace, {}, transaction));
  }

  /**
   * Shows everybody what a transaction created, when it commits.
   * @throws WriteConflictError when somebody else has created a collection of that name meanwhile
   */
  adopt(transaction: ClientTransaction): void {
    for (const [namespace, collection] of transaction.created) {
      if (this.collections.has(namespace)) throw new WriteConflictError();
      this.publish(collection);
    }
  }

  drop(collection: Collection): void {
    this.transactions.assertCollectionFree(collection);
    this.clear(collection.prefix);
    for (const index of collection.indexes) this.clear(index.prefix);
    this.storage.remove(catalogueKey(collection.namespace));
    this.unregister(collection);
    this.transactions.noteCatalogueChange();
  }

  rename(collection: Collection, namespace: string): void {
    this.transactions.assertCollectionFree(collection);
    const before = collection.namespace;
    this.storage.remove(catalogueKey(before));
    this.unregister(collection);
    this.unit.onRollback(() => (collection.namespace = before));
    collection.namespace = namespace;
    this.publish(collection);
  }

  /** A new, empty index that is not part of the collection until {@link addIndex}. */
  prepareIndex(collection: Collection, definition: Omit<IndexDefinition, 'id'>): Index {
    const builtAt = this.isPublic(collection) ? this.transactions.noteCatalogueChange() : 0;
    return openIndex({ ...definition, id: this.nextId++ }, builtAt);
  }

  addIndex(collection: Collection, index: Index): void {
    this.setIndexes(collection, [...collection.indexes, index]);
  }

  dropIndex(collection: Collection, index: Index): void {
    this.transactions.assertCollectionFree(collection);
    this.clear(index.prefix);
    this.setIndexes(
      collection,
      collection.indexes.filter((other) => other !== index),
    );
  }

  /** Changes what is kept about an index: its flags, its expiry, whether the planner sees it. */
  updateIndex(collection: Collection, index: Index, changes: Partial<IndexDefinition>): void {
    const before = index.definition;
    this.unit.onRollback(() => (index.definition = before));
    index.definition = { ...before, ...changes };
    if (collection.indexes.includes(index)) this.save(collection);
  }

  /** Notes that a collection has one document more or less. */
  noteGrowth(collection: Collection, difference: number): void {
    this.unit.onRollback(() => (collection.growth -= difference));
    collection.growth += difference;
  }

  private setIndexes(collection: Collection, indexes: Index[]): void {
    const before = collection.indexes;
    this.unit.onRollback(() => (collection.indexes = before));
    collection.indexes = indexes;
    this.save(collection);
  }

  private isPublic(collection: Collection): boolean {
    return this.collections.get(collection.namespace) === collection;
  }

  private publish(collection: Collection): void {
    const { namespace } = collection;
    if (this.collections.has(namespace)) fail(48, `Collection ${namespace} already exists.`);
    this.unit.onRollback(() => this.collections.delete(namespace));
    this.collections.set(namespace, collection);
    this.save(collection);
  }

  private unregister(collection: Collection): void {
    const { namespace } = collection;
    this.unit.onRollback(() => this.collections.set(namespace, collection));
    this.collections.delete(namespace);
  }

  private save(collection: Collection): void {
    if (!this.isPublic(collection)) return; // saved when its transaction commits
    this.storage.put(catalogueKey(collection.namespace), encode({ ...definitionOf(collection) }));
  }

  private lastRecordId(collection: Collection): number {
    const [last] = this.storage.range({ ...prefixRange(collection.prefix), reverse: true, limit: 1 });
    return last ? recordIdOfDocumentKey(last[0]) : 0;
  }

  private clear(prefix: Buffer): void {
    const range = { ...prefixRange(prefix), limit: CLEAR_BATCH };
    for (let batch = this.storage.range(range); batch.length > 0; batch = this.storage.range(range)) {
      for (const [key] of batch) this.storage.remove(key);
    }
  }
}
