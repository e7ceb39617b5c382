import type { Database, Migration } from '../src/shared/database';
import { INSTAGRAM_ACCOUNTS } from '../src/instagram/schemas/instagram-account.schema';
import { DECLARED_INDEXES } from './declared-indexes';

/** An account that was disconnected may be connected elsewhere, so that its id alone is not unique any more. */
const REPLACED = 'ig_user';

/** The indexes that came with connecting accounts; what exists stays as it is. */
export const instagramConnections: Migration = {
  id: '0004-instagram-connections',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await dropReplaced(database);
    await noteDisconnections(database);
  },
};

async function dropReplaced(database: Database): Promise<void> {
  const accounts = database.collection(INSTAGRAM_ACCOUNTS);
  const indexes = await accounts.indexes();
  if (indexes.some(({ name }) => name === REPLACED)) await accounts.dropIndex(REPLACED);
}

/** Accounts that were disconnected before there was a date for it. */
async function noteDisconnections(database: Database): Promise<void> {
  await database
    .collection(INSTAGRAM_ACCOUNTS)
    .updateMany({ status: 'disconnected', disconnectedAt: null }, [{ $set: { disconnectedAt: '$updatedAt' } }]);
}
