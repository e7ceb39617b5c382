/** Messages of a conversation, and messages by their words, beside the one best query of the driver. */
import { product } from '../flows/product.mjs';
import { compare, examinedPerRow, report } from './compare.mjs';
import { LONG_THREAD, workspaceId } from './rows.mjs';

const { ThreadRepository } = product('conversations/repositories/thread.repository');

const PAGE = 25;
const DEEP = 1_000;
const NEWEST = { at: -1, _id: -1 };

export async function measureThreads(client, database, say) {
  const rows = database.collection('messages');
  const threads = new ThreadRepository({ collection: rows });
  await measureThread(threads, database, say);
  const words = (before) => threads.withWords(workspaceId, ['invoice'], { limit: PAGE, ...(before && { before }) });
  const best = () => rows.find({ workspaceId, terms: 'invoice' }).sort(NEWEST).hint('words').limit(PAGE).toArray();
  const examined = await examinedPerRow(client, database, () => words());
  report(say, 'words', await compare(() => words(), best), { than: 'best', aim: 1.3, examined });
  await measureDepth(rows, { workspaceId, terms: 'invoice' }, words, say, 'words');
}

/** The page with its reactions and edits: two queries of the driver, which would have to wait for one another. */
async function measureThread(threads, database, say) {
  const rows = database.collection('messages');
  const marks = database.collection('messageMarks');
  const filter = { workspaceId, conversationId: LONG_THREAD };
  const page = (before) => threads.older(workspaceId, LONG_THREAD, PAGE, before);
  const best = async () => {
    const found = await rows.find(filter).sort(NEWEST).limit(PAGE).toArray();
    return marks.find({ ...filter, mid: { $in: found.map(({ mid }) => mid) } }).toArray();
  };
  report(say, 'messages', await compare(() => page(), best), { than: 'best', aim: 1.3 });
  await measureDepth(rows, filter, page, say, 'messages');
}

async function measureDepth(rows, filter, page, say, name) {
  const [last] = await rows
    .find(filter, { projection: { at: 1 } })
    .sort(NEWEST)
    .skip(PAGE * (DEEP - 1) - 1)
    .limit(1)
    .toArray();
  if (last === undefined) return;
  const before = { at: last.at, id: last._id };
  const times = await compare(
    () => page(before),
    () => page(),
  );
  report(say, `  page ${DEEP}: ${name}`, times, { than: 'page 1', aim: 1.2 });
}
