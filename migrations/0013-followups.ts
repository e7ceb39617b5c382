import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes that came with follow-ups. */
export const followups: Migration = {
  id: '0013-followups',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
  },
};
