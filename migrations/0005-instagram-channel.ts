import { CONVERSATIONS } from '../src/conversations/schemas/conversation.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

/** The list of conversations has an index that leaves out those which are hidden. */
const REPLACED = 'inbox';

/** The indexes that came with the whole of the Instagram channel; what exists stays as it is. */
export const instagramChannel: Migration = {
  id: '0005-instagram-channel',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await dropReplaced(database);
  },
};

async function dropReplaced(database: Database): Promise<void> {
  const conversations = database.collection(CONVERSATIONS);
  const indexes = await conversations.indexes();
  if (indexes.some(({ name }) => name === REPLACED)) await conversations.dropIndex(REPLACED);
}
