import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes of support tickets, and of what came to tasks and notes. */
export const support: Migration = {
  id: '0011-support',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
  },
};
