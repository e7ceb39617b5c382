import { openedFields } from '../src/conversations/schemas/conversation-desk.schema';
import { type ConversationRow, CONVERSATIONS } from '../src/conversations/schemas/conversation.schema';
import { type MessageRow, MESSAGES, messageTerms } from '../src/conversations/schemas/message.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

const BATCH = 500;
const UNORDERED = { ordered: false } as const;
const OPENED = { workspaceId: 1, participant: 1, unread: 1 } as const;

/** What members do with conversations, and the words that conversations and messages are found by. */
export const inbox: Migration = {
  id: '0008-inbox',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await openConversations(database);
    await mirrorContacts(database);
    await indexMessages(database);
  },
};

/** Whatever was there before is open, of nobody, and waits for nobody. */
async function openConversations(database: Database): Promise<void> {
  const conversations = database.collection<ConversationRow>(CONVERSATIONS);
  type Update = Parameters<typeof conversations.bulkWrite>[0][number];
  const earlier = conversations.find({ status: { $exists: false } }, { projection: OPENED });
  const change = ({ _id, workspaceId, ...row }: ConversationRow): Update => ({
    updateOne: { filter: { _id, workspaceId, status: { $exists: false } }, update: { $set: openedFields(row) } },
  });
  await inBatches(earlier, change, (updates) => conversations.bulkWrite(updates, UNORDERED));
}

type ContactRow = Pick<ConversationRow['contact'], 'tags' | 'stage'> & {
  _id: string;
  workspaceId: ConversationRow['workspaceId'];
  revision?: number;
};

async function mirrorContacts(database: Database): Promise<void> {
  const conversations = database.collection<ConversationRow>(CONVERSATIONS);
  type Update = Parameters<typeof conversations.bulkWrite>[0][number];
  const touched = { $or: [{ stage: { $ne: 'new' } }, { 'tags.0': { $exists: true } }] };
  const projection = { tags: 1, stage: 1, workspaceId: 1, revision: 1 };
  const change = ({ _id, workspaceId, tags, stage, revision = 0 }: ContactRow): Update => ({
    updateMany: {
      filter: { workspaceId, contactId: _id as ConversationRow['contactId'], 'contact.revision': { $lte: revision } },
      update: { $set: { contact: { revision, tags, stage, goals: [] } } },
    },
  });
  const contacts = database.collection<ContactRow>('contacts').find(touched, { projection });
  await inBatches(contacts, change, (updates) => conversations.bulkWrite(updates, UNORDERED));
}

async function indexMessages(database: Database): Promise<void> {
  const messages = database.collection<MessageRow>(MESSAGES);
  type Update = Parameters<typeof messages.bulkWrite>[0][number];
  const projection = { workspaceId: 1, text: 1 };
  const earlier = messages.find({ terms: { $exists: false }, text: { $ne: '' } }, { projection });
  const change = ({ _id, workspaceId, text }: MessageRow): Update => ({
    updateOne: { filter: { _id, workspaceId, text }, update: { $set: { terms: messageTerms(text) } } },
  });
  await inBatches(earlier, change, (updates) => messages.bulkWrite(updates, UNORDERED));
}

async function inBatches<Row, Update>(
  rows: AsyncIterable<Row>,
  change: (row: Row) => Update,
  write: (updates: Update[]) => Promise<unknown>,
): Promise<void> {
  let updates: Update[] = [];
  for await (const row of rows) {
    updates.push(change(row));
    if (updates.length < BATCH) continue;
    await write(updates);
    updates = [];
  }
  if (updates.length > 0) await write(updates);
}
