import { decode } from '../../src/bson';
import type { Collection, Index } from '../../src/store/collection';
import { DocumentStore } from '../../src/store/document-store';
import { keysOf } from '../../src/store/index-keys';
import type { KeyValueStore } from '../../src/store/key-value';
import { prefixRange, readRecordId } from '../../src/store/keys';
import { scanDocuments } from '../../src/store/scan';

const entry = (key: Buffer, recordId: number): string => `${key.toString('hex')} -> ${recordId}`;

function mismatchesOfIndex(storage: KeyValueStore, collection: Collection, index: Index): string[] {
  const stored = new Set(
    storage.range(prefixRange(index.prefix)).map(([key, value]) => entry(key, readRecordId(value))),
  );
  const missing: string[] = [];
  for (const [recordId, raw] of scanDocuments(storage, collection)) {
    for (const key of keysOf(index, decode(raw), recordId).keys) {
      if (!stored.delete(entry(key, recordId))) missing.push(`missing ${entry(key, recordId)}`);
    }
  }
  const surplus = [...stored].map((one) => `surplus ${one}`);
  return [...missing, ...surplus].map((what) => `${collection.namespace} ${index.definition.name}: ${what}`);
}

/** Index entries that no document accounts for, and documents' keys that are not in their index. */
export function indexMismatches(storage: KeyValueStore): string[] {
  const { catalogue } = new DocumentStore(storage);
  return catalogue
    .all()
    .flatMap((collection) => collection.indexes.flatMap((index) => mismatchesOfIndex(storage, collection, index)));
}
