import { CONVERSATIONS } from '../src/conversations/schemas/conversation.schema';
import {
  amendedMessage,
  MESSAGE_MARKS,
  type MessageMarkRow,
  termsOfEdits,
} from '../src/conversations/schemas/message-mark.schema';
import { type MessageRow, MESSAGES, messageTerms } from '../src/conversations/schemas/message.schema';
import type { Database, Migration } from '../src/shared/database';
import { DECLARED_INDEXES } from './declared-indexes';

const BATCH = 500;
const UNORDERED = { ordered: false } as const;

/** Others serve what these did, and more. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  [CONVERSATIONS]: [
    'inbox_assignee',
    'inbox_unread',
    'inbox_human',
    'inbox_account',
    'inbox_stage',
    'inbox_waiting',
    'inbox_window',
  ],
  [MESSAGE_MARKS]: ['of_conversation'],
};

/** The indexes that came with lists of several filters; earlier messages are found by what was heard, and by their edits. */
export const inboxLists: Migration = {
  id: '0015-inbox-lists',
  async up(database) {
    for (const { collection, key, options } of DECLARED_INDEXES) {
      await database.collection(collection).createIndex(key, options);
    }
    await noteTranscripts(database);
    await noteEdits(database);
    for (const [collection, names] of Object.entries(REPLACED)) await drop(database, collection, names);
  },
};

const heardIn = (attachments: MessageRow['attachments']): string =>
  attachments.flatMap(({ transcript }) => transcript?.text ?? []).join('\n');

async function noteTranscripts(database: Database): Promise<void> {
  const messages = database.collection<MessageRow>(MESSAGES);
  const projection = { workspaceId: 1, attachments: 1 };
  const heard = messages.find({ 'attachments.transcript.text': { $exists: true } }, { projection }).batchSize(BATCH);
  await inBatches(heard, async (rows) => {
    const updates = rows.map(({ _id, workspaceId, attachments }) => ({
      updateOne: {
        filter: { _id, workspaceId, unsentAt: { $exists: false } },
        update: { $addToSet: { terms: { $each: messageTerms(heardIn(attachments)) } } },
      },
    }));
    await messages.bulkWrite(updates, UNORDERED);
  });
}

/** A message that is not there yet comes with its edit's mark, and is looked for by the job. */
async function noteEdits(database: Database): Promise<void> {
  const messages = database.collection<MessageRow>(MESSAGES);
  const edited = database
    .collection<MessageMarkRow>(MESSAGE_MARKS)
    .find({ 'edits.0': { $exists: true } })
    .batchSize(BATCH);
  await inBatches(edited, async (marks) => {
    const updates = marks.flatMap((mark) => wordsOf(mark));
    if (updates.length > 0) await messages.bulkWrite(updates, UNORDERED);
  });
}

function wordsOf(mark: MessageMarkRow) {
  if ((mark.unsentAt ?? null) !== null) return [];
  const { workspaceId, accountId, mid, receivedIds } = amendedMessage(mark);
  const terms = termsOfEdits(mark.edits);
  const update = terms.length === 0 ? { $unset: { terms: '' as const } } : { $set: { terms } };
  const stands = { workspaceId, unsentAt: { $exists: false } };
  return [
    { updateMany: { filter: { _id: { $in: [...receivedIds] }, ...stands }, update } },
    { updateMany: { filter: { accountId, mid, effectId: { $exists: true }, ...stands }, update } },
  ];
}

async function inBatches<Row>(rows: AsyncIterable<Row>, write: (some: readonly Row[]) => Promise<void>): Promise<void> {
  let some: Row[] = [];
  for await (const row of rows) {
    some.push(row);
    if (some.length < BATCH) continue;
    await write(some);
    some = [];
  }
  if (some.length > 0) await write(some);
}

async function drop(database: Database, collection: string, names: readonly string[]): Promise<void> {
  const rows = database.collection(collection);
  const indexes = await rows.indexes();
  for (const { name } of indexes) if (name !== undefined && names.includes(name)) await rows.dropIndex(name);
}
