import { Long, UUID } from 'bson';
import type { Random } from './random';
import { FIELDS, INDEXES, documentOf, filterOf, scalarOf, valueOf } from './random-documents';
import type { Doc } from './test-store';

const IDS = 40;
const COLLECTIONS = ['one', 'two'];
const SESSIONS = [1, 2].map((n) => ({ id: new UUID(Buffer.alloc(16, n)) }));

const fieldOf = (random: Random): string => random.pick(FIELDS);
const idOf = (random: Random): number => random.below(IDS);

/** An update that may fail, in the same way everywhere. */
function updateOf(random: Random): unknown {
  const field = fieldOf(random);
  const updates: readonly (() => unknown)[] = [
    () => ({ $set: { [field]: valueOf(random) } }),
    () => ({ $unset: { [field]: '' } }),
    () => ({ $inc: { [field]: random.below(3) } }),
    () => ({ $push: { a: { $each: [scalarOf(random)], $slice: -4 } } }),
    () => ({ $addToSet: { a: scalarOf(random) } }),
    () => ({ $pull: { a: scalarOf(random) } }),
    () => ({ $min: { b: scalarOf(random) }, $set: { c: { d: 1 } } }),
    () => ({ $rename: { b: 'a' } }),
    () => [{ $set: { b: { $ifNull: ['$a', 5] } } }, { $unset: 'c' }],
    () => ({ a: valueOf(random), b: scalarOf(random) }),
  ];
  return random.pick(updates)();
}

function filterOrId(random: Random): Doc {
  return random.chance(0.5) ? { _id: idOf(random) } : filterOf(random);
}

function writeOf(random: Random, name: string): Doc {
  const documents = (): Doc[] => Array.from({ length: 1 + random.below(3) }, () => documentOf(random, idOf(random)));
  const updates = (): Doc[] => {
    if (random.chance(0.3)) return [{ q: { _id: idOf(random) }, u: updateOf(random), upsert: true }];
    const u = updateOf(random);
    const operators = Array.isArray(u) || Object.keys(u as object).some((key) => key.startsWith('$'));
    return [{ q: filterOrId(random), u, multi: operators && random.chance(0.4) }];
  };
  const writes: readonly (() => Doc)[] = [
    () => ({ insert: name, documents: documents(), ordered: random.chance(0.5) }),
    () => ({ update: name, updates: updates() }),
    () => ({ delete: name, deletes: [{ q: filterOrId(random), limit: random.below(2) }] }),
    () => ({ findAndModify: name, query: filterOrId(random), sort: { _id: 1 }, update: updateOf(random), new: true }),
    () => ({ findAndModify: name, query: { _id: idOf(random) }, remove: true }),
  ];
  return random.pick(writes)();
}

function pipelineOf(random: Random, name: string): Doc[] {
  const field = `$${fieldOf(random)}`;
  const pipelines: readonly (() => Doc[])[] = [
    () => [{ $group: { _id: field, n: { $sum: 1 }, ids: { $push: '$_id' } } }, { $sort: { _id: 1 } }],
    () => [{ $match: filterOf(random) }, { $sort: { b: -1, _id: 1 } }, { $limit: 5 }],
    () => [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true } }, { $count: 'n' }],
    () => [{ $lookup: { from: name, localField: 'b', foreignField: 'a', as: 'same' } }, { $limit: 5 }],
    () => [{ $facet: { all: [{ $count: 'n' }], some: [{ $match: filterOf(random) }, { $project: { a: 1 } }] } }],
  ];
  return random.pick(pipelines)();
}

function readOf(random: Random, name: string, inTransaction: boolean): Doc {
  const sort = (): Doc => random.pick<Doc>([{}, { a: 1, _id: 1 }, { b: -1, _id: -1 }, { 'c.d': 1, _id: 1 }]);
  const find = (): Doc => ({
    find: name,
    filter: filterOf(random),
    sort: sort(),
    limit: random.below(10),
    batchSize: 100,
  });
  const reads: readonly (() => Doc)[] = [
    find,
    find,
    () => ({ aggregate: name, pipeline: pipelineOf(random, name), cursor: { batchSize: 100 } }),
    () => ({ distinct: name, key: fieldOf(random), query: filterOf(random) }),
    ...(inTransaction ? [] : [(): Doc => ({ count: name, query: filterOf(random) }), (): Doc => ({ explain: find() })]),
  ];
  return random.pick(reads)();
}

function schemaChangeOf(random: Random, name: string): Doc {
  const at = random.below(INDEXES.length);
  const changes: readonly (() => Doc)[] = [
    () => ({ createIndexes: name, indexes: [{ ...INDEXES[at], name: `i${at}`, unique: random.chance(0.1) }] }),
    () => ({ createIndexes: name, indexes: [{ ...INDEXES[at], name: `i${at}` }] }),
    () => ({ dropIndexes: name, index: `i${at}` }),
    () => ({ listIndexes: name }),
    () => (random.chance(0.1) ? { drop: name } : { collStats: name }),
  ];
  return random.pick(changes)();
}

interface OpenTransaction {
  readonly number: number;
  begun: boolean;
}

/** The next statement of a transaction, or its end. */
function statementOf(random: Random, lsid: unknown, transaction: OpenTransaction, name: string): Doc {
  const fields = { lsid, txnNumber: Long.fromNumber(transaction.number), autocommit: false };
  if (transaction.begun && random.chance(0.2)) {
    return { [random.pick(['commitTransaction', 'abortTransaction'])]: 1, ...fields, $db: 'admin' };
  }
  const statement = random.chance(0.6) ? writeOf(random, name) : readOf(random, name, true);
  const start = transaction.begun ? {} : { startTransaction: true };
  transaction.begun = true;
  return { ...statement, ...fields, ...start };
}

function plainCommandOf(random: Random, name: string, mayWrite: boolean): Doc {
  if (!mayWrite || random.chance(0.4)) return readOf(random, name, false);
  return random.chance(0.15) ? schemaChangeOf(random, name) : writeOf(random, name);
}

/** An endless sequence of commands; while transactions are open nobody else writes, since that would have to wait. */
export function* randomCommands(random: Random): Generator<Doc> {
  const open = new Map<number, OpenTransaction>();
  for (let commands = 1; ; commands++) {
    const name = random.pick(COLLECTIONS);
    const at = random.below(SESSIONS.length);
    if (!open.has(at) && random.chance(0.03)) open.set(at, { number: commands, begun: false });
    const transaction = open.get(at);
    const command = transaction
      ? statementOf(random, SESSIONS[at], transaction, name)
      : plainCommandOf(random, name, open.size === 0);
    if ('$db' in command) open.delete(at); // it has ended
    yield command;
  }
}
