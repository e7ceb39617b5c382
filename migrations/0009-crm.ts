import { type ContactRow, keysOf } from '../src/crm/schemas/contact.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

const BATCH = 500;

/** The indexes that came with lists, pipelines, jobs and merges of contacts; and what earlier contacts are found by. */
export const crm: Migration = {
  id: '0009-crm',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await makeKeys(database);
  },
};

/** Only of contacts that have none, so that it may be begun again. */
async function makeKeys(database: Database): Promise<void> {
  const contacts = database.collection<ContactRow>('contacts');
  for (;;) {
    const rows = await contacts
      .find({ searchTerms: { $exists: false } })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    const updates = rows.map(({ _id, workspaceId, ...row }) => ({
      updateOne: { filter: { _id, workspaceId }, update: { $set: keysOf(contactOf(row)) } },
    }));
    await contacts.bulkWrite(updates, { ordered: false });
  }
}

const contactOf = ({ name, email, phone, identities, fields = {} }: Omit<ContactRow, '_id' | 'workspaceId'>) => ({
  name,
  email,
  phone,
  identities: identities as Parameters<typeof keysOf>[0]['identities'],
  fields,
});
