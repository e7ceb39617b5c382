/*
 * Fills a database with conversations and messages as a busy workspace has them, and measures the lists of the inbox beside
 * the one best query of the driver. Sizes by --conversations and --messages; a store of its own unless MONGODB_URI is set,
 * and --keep leaves the data there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { fromRoot } from '../scripts/launcher/paths.mjs';
import { startStore, withDatabase } from '../scripts/launcher/store.mjs';
import { measureLists } from './inbox/lists.mjs';
import { conversation, markOf, marksAmong, messageOf, workspaceId } from './inbox/rows.mjs';
import { measureThreads } from './inbox/threads.mjs';
import { newGroup, stopGroup } from './processes.mjs';

const { DECLARED_INDEXES } = createRequire(import.meta.url)(fromRoot('dist/migrations/declared-indexes.js'));

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
  },
});
const conversations = Number(values.conversations);
const messages = Number(values.messages);
const say = (line = '') => process.stdout.write(`${line}\n`);

const COLLECTIONS = ['conversations', 'messages', 'messageMarks'];
const BATCH = 2_000;
/** Every so many messages one of the long thread: 25,000 of a million, a thousand pages. */
const LONG_EVERY = 39;

async function fill(collection, count, make) {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => make(from + index));
    await collection.insertMany(rows, { ordered: false });
  }
  say(`${count} ${collection.collectionName} in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'parley-inbox-'));
const group = newGroup(path.join(folder, 'services'));
const uri =
  process.env.MONGODB_URI ?? withDatabase(await startStore(group, { folder: path.join(folder, 'data') }), 'bench');
const client = await MongoClient.connect(uri, { monitorCommands: true });
try {
  const database = client.db();
  for (const { collection, key, options } of DECLARED_INDEXES) {
    if (COLLECTIONS.includes(collection)) await database.collection(collection).createIndex(key, options);
  }
  await fill(database.collection('conversations'), conversations, conversation);
  await fill(database.collection('messages'), messages, messageOf(conversations, LONG_EVERY));
  await fill(database.collection('messageMarks'), marksAmong(messages, LONG_EVERY), markOf(LONG_EVERY));
  await measureLists(client, database, say);
  await measureThreads(client, database, say);
  // A store of our own goes with its folder.
  if (process.env.MONGODB_URI !== undefined && !values.keep)
    for (const name of COLLECTIONS) await database.collection(name).deleteMany({ workspaceId });
} finally {
  await client.close();
  await stopGroup(group);
  rmSync(folder, { recursive: true, force: true });
}
