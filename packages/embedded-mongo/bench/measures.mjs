import { latencies, percentile, rate, timed, worstPingDuring } from './clock.mjs';

const CONVERSATIONS = 60;
const CONTACTS = 1000;
const BATCH = 1000;

/** A chat message of about 600 bytes. */
export const messageOf = (n) => ({
  conversation: `c${n % CONVERSATIONS}`,
  contact: `contact-${n % CONTACTS}`,
  at: new Date(1_700_000_000_000 + n * 1000),
  n,
  kind: ['text', 'image', 'audio'][n % 3],
  text: `message ${n} `.padEnd(400, 'lorem ipsum '),
  delivery: { state: 'sent', attempts: 1 },
});

export async function prepare(messages) {
  await messages.createIndexes([
    { key: { conversation: 1, at: -1 } },
    { key: { contact: 1 } },
    { key: { n: 1 }, unique: true },
  ]);
}

/** Single operations. Each answers `{ name, perSecond }`, to be compared with the pings of the same run. */
export async function measureOperations({ client, messages, scratch, ms, documents }) {
  const anyId = (n) => ({ n: (n * 7919) % documents });
  const pair = async () => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await scratch.updateOne({ _id: 'left' }, { $inc: { n: 1 } }, { session, upsert: true });
        await scratch.updateOne({ _id: 'right' }, { $inc: { n: 1 } }, { session, upsert: true });
      }),
    );
  };
  let inserted = documents;
  const insert = () => messages.insertOne(messageOf(inserted++));
  const operations = [
    ['insertOne, one after another', insert],
    ['insertOne, 32 in flight', insert, 32],
    ['findOne, one after another', (n) => messages.findOne(anyId(n))],
    ['findOne, 16 in flight', (n) => messages.findOne(anyId(n)), 16],
    ['findOneAndUpdate', (n) => messages.findOneAndUpdate(anyId(n), { $set: { 'delivery.state': `s${n}` } })],
    ['transaction of two updates', pair],
  ];
  const results = [];
  for (const [name, operation, inFlight] of operations) {
    results.push({ name, perSecond: await rate(operation, { ms, inFlight }) });
  }
  return results;
}

/** @returns documents per second */
export async function fill(messages, documents) {
  const ms = await timed(async () => {
    for (let n = 0; n < documents; n += BATCH) {
      const size = Math.min(BATCH, documents - n);
      await messages.insertMany(Array.from({ length: size }, (_, at) => messageOf(n + at)));
    }
  });
  return (documents / ms) * 1000;
}

/** The page of a conversation: equality, newest first, 50 messages. */
export async function measurePages(messages, count) {
  const page = (n) =>
    messages
      .find({ conversation: `c${n % CONVERSATIONS}` })
      .sort({ at: -1 })
      .limit(50)
      .toArray();
  const times = await latencies(page, count);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

const LONG_READS = [
  [
    '$group, 1,000 groups',
    (c) => c.aggregate([{ $group: { _id: '$contact', n: { $sum: 1 }, last: { $max: '$at' } } }]),
  ],
  ['$group, one group a document', (c) => c.aggregate([{ $group: { _id: '$n' } }, { $count: 'groups' }])],
  ['$group with $push', (c) => c.aggregate([{ $group: { _id: '$contact', all: { $push: '$n' } } }])],
  [
    '$sort, then $skip',
    (c) => c.aggregate([{ $sort: { kind: 1, text: -1 } }, { $skip: 99_000 }, { $project: { n: 1 } }]),
  ],
  [
    '$facet',
    (c) => c.aggregate([{ $facet: { a: [{ $sortByCount: '$contact' }], b: [{ $sort: { text: 1 } }, { $limit: 5 }] } }]),
  ],
  [
    '$setWindowFields',
    (c) =>
      c.aggregate([{ $setWindowFields: { sortBy: { n: 1 }, output: { s: { $sum: '$n' } } } }, { $match: { s: -1 } }]),
  ],
  [
    '$lookup',
    (c) =>
      c.aggregate([
        { $match: { n: { $lt: 2000 } } },
        { $lookup: { from: 'messages', localField: 'contact', foreignField: 'contact', as: 'same' } },
        { $count: 'n' },
      ]),
  ],
  [
    'find and sort',
    (c) =>
      c
        .find({}, { projection: { n: 1 } })
        .sort({ text: 1 })
        .skip(99_000),
  ],
  ['find by a pattern', (c) => c.find({ text: /never$/ })],
  ['count by a pattern', (c) => ({ toArray: () => c.countDocuments({ text: /9/ }) })],
  ['count of all, first time', (c) => ({ toArray: () => c.estimatedDocumentCount() })],
  ['distinct', (c) => ({ toArray: () => c.distinct('n') })],
];

/** Each long read over all documents, with the slowest ping that another client saw meanwhile. */
export async function measureLongReads(messages, ping) {
  const results = [];
  for (const [name, read] of LONG_READS) {
    results.push({ name, ...(await worstPingDuring(ping, () => read(messages).toArray())) });
  }
  return results;
}
