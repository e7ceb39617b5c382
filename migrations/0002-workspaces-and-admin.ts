import type { Database, Migration } from '../src/shared/database';
import { type TierRow, TIERS, unlimitedTier } from '../src/workspace/schemas/tier.schema';
import { DECLARED_INDEXES } from './declared-indexes';

/** The indexes that came with identity, workspaces, schedules and admin, and a first tier; what exists stays as it is. */
export const workspacesAndAdmin: Migration = {
  id: '0002-workspaces-and-admin',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    const { isDefault, ...tier } = unlimitedTier(new Date());
    await database.collection<TierRow>(TIERS).updateOne({ isDefault }, { $setOnInsert: tier }, { upsert: true });
    await sealEarlierEntries(database);
  },
};

/** Entries from before there were chains get their place in one. */
async function sealEarlierEntries(database: Database): Promise<void> {
  await database
    .collection('auditEntries')
    .updateMany({ sequence: null, unsealed: null }, { $set: { unsealed: true } });
}
