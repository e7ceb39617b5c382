import type { Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes that came with the transcription of voice notes. */
export const aiRest: Migration = {
  id: '0012-ai-rest',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
  },
};
