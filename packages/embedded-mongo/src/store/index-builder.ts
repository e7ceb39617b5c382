import { decode } from '../bson';
import type { Catalogue } from './catalogue';
import type { Collection, Index, IndexDefinition } from './collection';
import { duplicateKeyError } from './duplicate-key';
import { keysOf } from './index-keys';
import type { KeyValueStore } from './key-value';
import { recordIdBytes } from './keys';
import { scanDocuments } from './scan';
import type { TransactionRegistry } from './transaction-registry';

/** Builds indexes over the documents that are there already; runs inside a unit of work. */
export class IndexBuilder {
  constructor(
    private readonly storage: KeyValueStore,
    private readonly catalogue: Catalogue,
    private readonly transactions: TransactionRegistry,
  ) {}

  /** @throws MongoError 11000 when a unique index meets a duplicate, 171 for parallel arrays */
  build(collection: Collection, definition: Omit<IndexDefinition, 'id'>): void {
    this.transactions.assertCollectionFree(collection);
    const index = this.catalogue.prepareIndex(collection, definition);
    let arrays = 0;
    let truncated = false;
    for (const [recordId, raw] of scanDocuments(this.storage, collection)) {
      const document = decode(raw);
      const found = keysOf(index, document, recordId);
      for (const key of found.keys) {
        if (definition.unique && this.storage.get(key)) throw duplicateKeyError(collection, index, document, key);
        this.storage.put(key, recordIdBytes(recordId));
      }
      arrays |= found.arrays;
      truncated ||= found.truncated;
    }
    this.catalogue.updateIndex(collection, index, { multikey: arrays !== 0, arrays, truncated });
    this.catalogue.addIndex(collection, index);
  }

  drop(collection: Collection, index: Index): void {
    this.catalogue.dropIndex(collection, index);
  }
}
