import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** Creates the declared indexes; one that exists stays as it is. */
export const firstIndexes: Migration = {
  id: '0001-first-indexes',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
  },
};
