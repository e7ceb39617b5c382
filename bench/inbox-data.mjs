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
import { product } from './flows/product.mjs';
import { newGroup, stopGroup } from './processes.mjs';

const { InboxListRepository } = product('conversations/repositories/inbox-list.repository');
const { ThreadRepository } = product('conversations/repositories/thread.repository');
const { planOf } = product('conversations/domain/inbox-filter');
const { UNTOUCHED } = product('conversations/domain/desk');
const { nameTerms } = product('conversations/domain/name-terms');
const { messageTerms } = product('conversations/domain/message-terms');
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

const BATCH = 2_000;
const PAGE = 25;
const ROUNDS = 60;
const HOUR = 3_600_000;
const WINDOW_MS = 24 * HOUR;
const NOW = Date.now();
const workspaceId = 'bench-workspace';
const WORDS = 'hello order size delivery when price blue thanks return where track invoice gift card shop open'.split(
  ' ',
);

function conversation(n) {
  const lastActivityAt = new Date(NOW - n * 7_919);
  const participant = { name: `Mia${n % 5_000} Berg${n % 700}`, username: `mia.${n}` };
  return {
    _id: `c${String(n).padStart(8, '0')}`,
    ...{ workspaceId, accountId: `a${n % 8}`, participantId: `p${n}`, contactId: `k${n}`, shadow: n % 10 === 9 },
    ...{
      participant,
      lastActivityAt,
      createdAt: lastActivityAt,
      lastInboundAt: lastActivityAt,
      unread: n % 9 === 0 ? 1 : 0,
    },
    ...{ outbox: [], tasks: [], timers: [], consumed: [], workDueAt: null, hold: null, optedOut: false, state: null },
    ...UNTOUCHED,
    status: n % 12 === 0 ? 'open' : 'closed',
    assigneeId: n % 4 === 0 ? `u${n % 20}` : null,
    isUnread: n % 9 === 0,
    needsHuman: n % 50 === 0,
    waitingSince: n % 15 === 0 ? lastActivityAt : null,
    contact: {
      revision: 1,
      tags: n % 30 === 0 ? ['vip', 'de'] : ['de'],
      stage: n % 6 === 0 ? 'won' : 'new',
      goals: [],
    },
    searchTerms: nameTerms(participant),
  };
}

function message(n) {
  const text = Array.from({ length: 6 }, (_, word) => WORDS[(n * 31 + word * (n % 7)) % WORDS.length]).join(' ');
  const conversationId = `c${String(n % conversations).padStart(8, '0')}`;
  const said = { direction: 'in', origin: 'participant', status: 'received', text, terms: messageTerms(text) };
  return { _id: `m${n}`, workspaceId, conversationId, ...said, attachments: [], at: new Date(NOW - n * 791) };
}

async function fill(collection, count, make) {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => make(from + index));
    await collection.insertMany(rows, { ordered: false });
  }
  say(`${count} ${collection.collectionName} in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
}

/** Milliseconds, in the middle of many; both in turn, so that both meet the same machine. */
async function compare(ours, best) {
  const times = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, act] of [ours, best].entries()) {
      const startedAt = performance.now();
      await act();
      times[index].push(performance.now() - startedAt);
    }
  }
  return times.map((some) => some.sort((a, b) => a - b)[ROUNDS / 2]);
}

const LISTS = [
  ['newest', {}],
  ['open', { status: 'open' }],
  ['of a member', { assigneeId: 'u4' }],
  ['unread', { unread: true }],
  ['needs a person', { needsHuman: true }],
  ['with a tag', { tag: 'vip' }],
  ['waits longest', { waitingMinutes: 5 }],
  ['by name', { terms: ['mia77'] }],
];

/** What somebody would write who knows the index and wants nothing but the page. */
function bestQuery(rows, filter, plan) {
  const fields = {
    status: filter.status,
    assigneeId: filter.assigneeId,
    isUnread: filter.unread,
    needsHuman: filter.needsHuman,
  };
  const named = { ...fields, 'contact.tags': filter.tag, searchTerms: filter.terms?.[0] };
  const match = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const range = plan.field === 'waitingSince' ? { waitingSince: { $type: 'date', $lte: new Date(NOW - 300_000) } } : {};
  return rows
    .find({ workspaceId, shadow: false, ...match, ...range }, { projection: { consumed: 0 } })
    .sort({ [plan.field]: plan.direction, _id: plan.direction })
    .hint(plan.index)
    .limit(PAGE)
    .toArray();
}

async function measureLists(rows) {
  const lists = new InboxListRepository({ collection: rows });
  for (const [name, filter] of LISTS) {
    const plan = planOf(filter, undefined);
    const page = { plan, limit: PAGE, now: new Date(NOW), windowMs: WINDOW_MS };
    const [ours, best] = await compare(
      () => lists.page(workspaceId, filter, page),
      () => bestQuery(rows, filter, plan),
    );
    say(
      `${name.padEnd(16)} ${ours.toFixed(2)} ms, best ${best.toFixed(2)} ms, ratio ${(ours / best).toFixed(2)} (at most 1.3)`,
    );
  }
  await measureDepth(lists, rows);
}

/** Page 1,000, or the last one where there are fewer, beside page 1. */
async function measureDepth(lists, rows) {
  const plan = planOf({}, undefined);
  const page = { plan, limit: PAGE, now: new Date(NOW), windowMs: WINDOW_MS };
  const skipped = Math.min(PAGE * 999, Math.floor(conversations * 0.8));
  const [row] = await rows
    .find({ workspaceId, shadow: false })
    .sort({ lastActivityAt: -1, _id: -1 })
    .skip(skipped)
    .limit(1)
    .toArray();
  const after = { at: row.lastActivityAt, id: row._id };
  const [late, first] = await compare(
    () => lists.page(workspaceId, {}, { ...page, after }),
    () => lists.page(workspaceId, {}, page),
  );
  say(
    `page ${Math.floor(skipped / PAGE) + 1}: ${late.toFixed(2)} ms, page 1 ${first.toFixed(2)} ms, ratio ${(late / first).toFixed(2)} (at most 1.2)`,
  );
}

async function measureSearch(rows) {
  const threads = new ThreadRepository({ collection: rows });
  const [ours, best] = await compare(
    () => threads.withWords(workspaceId, ['invoice'], { limit: PAGE }),
    () => rows.find({ workspaceId, terms: 'invoice' }).sort({ at: -1, _id: -1 }).hint('words').limit(PAGE).toArray(),
  );
  say(
    `words            ${ours.toFixed(2)} ms, best ${best.toFixed(2)} ms, ratio ${(ours / best).toFixed(2)} (at most 1.3)`,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'parley-inbox-'));
const group = newGroup(path.join(folder, 'services'));
const uri =
  process.env.MONGODB_URI ?? withDatabase(await startStore(group, { folder: path.join(folder, 'data') }), 'bench');
const client = await MongoClient.connect(uri);
try {
  const database = client.db();
  for (const { collection, key, options } of DECLARED_INDEXES) {
    if (['conversations', 'messages'].includes(collection))
      await database.collection(collection).createIndex(key, options);
  }
  await fill(database.collection('conversations'), conversations, conversation);
  await fill(database.collection('messages'), messages, message);
  await measureLists(database.collection('conversations'));
  await measureSearch(database.collection('messages'));
  if (!values.keep)
    for (const name of ['conversations', 'messages']) await database.collection(name).deleteMany({ workspaceId });
} finally {
  await client.close();
  await stopGroup(group);
  rmSync(folder, { recursive: true, force: true });
}
