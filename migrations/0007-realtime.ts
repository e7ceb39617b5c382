import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes of what is told to front ends and integrators. */
export const realtime: Migration = {
  id: '0007-realtime',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
  },
};
