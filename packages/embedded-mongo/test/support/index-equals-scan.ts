import { Decimal128, Long, ObjectId } from 'bson';
import type { Collection, IndexSpecification } from 'mongodb';
import { type Doc, type TestStore, idsOf } from './test-store';

/** A small seeded generator (mulberry32), so that a failure can be run again. */
class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

const IDS = [1, 2, 3].map((n) => new ObjectId(String(n).padStart(24, '0')));
const SCALARS: readonly (() => unknown)[] = [
  () => null,
  () => 0,
  () => -1.5,
  () => 2,
  () => Number.NaN,
  () => Long.fromString('9007199254740993'),
  () => Decimal128.fromString('2.0'),
  () => 'a',
  () => 'ab',
  () => 'b\0c',
  () => 'B',
  () => '',
  () => true,
  () => false,
  () => new Date(1000),
  () => new Date(-5),
  () => IDS[0],
  () => IDS[2],
  () => ({ x: 1 }),
  () => ({ x: 1, y: 'a' }),
];
/** Mostly small numbers, so that conditions meet values of their own type; now and then anything. */
const scalarOf = (random: Random): unknown => (random.chance(0.6) ? random.below(6) : random.pick(SCALARS)());
const FIELDS = ['a', 'b', 'c.d', 'c.e'];

function valueOf(random: Random, depth = 0): unknown {
  if (depth < 2 && random.chance(0.2)) return Array.from({ length: random.below(4) }, () => valueOf(random, depth + 1));
  return scalarOf(random);
}

function documentOf(random: Random, _id: number): Doc {
  const inner = (): Doc => ({
    ...(random.chance(0.8) ? { d: valueOf(random, 1) } : {}),
    ...(random.chance(0.8) ? { e: scalarOf(random) } : {}),
  });
  return {
    _id,
    ...(random.chance(0.85) ? { a: valueOf(random) } : {}),
    ...(random.chance(0.85) ? { b: scalarOf(random) } : {}),
    ...(random.chance(0.85) ? { c: random.chance(0.3) ? [inner(), inner()] : inner() } : {}),
  };
}

/** Conditions that an index can serve. */
function simpleConditionOf(random: Random): unknown {
  const [low, high] = [random.below(6), random.below(6)].sort();
  return random.pick([low, { $gte: low }, { $lt: high }, { $gte: low, $lte: high }, { $in: [low, high] }]);
}

function conditionOf(random: Random): unknown {
  if (random.chance(0.4)) return simpleConditionOf(random);
  const scalar = (): unknown => scalarOf(random);
  const operators: readonly (() => unknown)[] = [
    scalar,
    () => ({ $eq: scalar() }),
    () => ({ $in: [scalar(), scalar(), scalar()] }),
    () => ({ $gt: scalar() }),
    () => ({ $gte: scalar() }),
    () => ({ $lt: scalar() }),
    () => ({ $lte: scalar() }),
    () => ({ $gte: scalar(), $lt: scalar() }),
    () => ({ $ne: scalar() }),
    () => ({ $exists: random.chance(0.5) }),
    () => ({ $not: { $gt: scalar() } }),
    () => ({ $elemMatch: { $gte: scalar(), $lte: scalar() } }),
    () => ({ $all: [scalar(), scalar()] }),
    () => ({ $type: random.pick(['number', 'string', 'null', 'array', 'date']) }),
    () => /^a/,
    () => /^b?/,
  ];
  return random.pick(operators)();
}

function filterOf(random: Random, depth = 0): Doc {
  if (depth === 0 && random.chance(0.25)) {
    return { $or: [filterOf(random, 1), filterOf(random, 1)], ...(random.chance(0.3) ? filterOf(random, 1) : {}) };
  }
  if (depth === 0 && random.chance(0.1))
    return { c: { $elemMatch: { d: conditionOf(random), e: conditionOf(random) } } };
  const count = 1 + random.below(3);
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(FIELDS), conditionOf(random)]));
}

const INDEXES: readonly {
  key: IndexSpecification;
  sparse?: boolean;
  partialFilterExpression?: Doc;
  collation?: { locale: string; strength: number };
}[] = [
  { key: { a: 1, _id: 1 } },
  { key: { a: -1, b: 1 } },
  { key: { b: 1, a: 1, _id: 1 } },
  { key: { b: -1, _id: -1 } },
  { key: { b: 1, 'c.d': -1 } },
  { key: { 'c.d': 1, 'c.e': 1 } },
  { key: { 'c.e': 1 }, sparse: true },
  { key: { b: -1 }, partialFilterExpression: { b: { $gte: 2 } } },
  { key: { b: 1, 'c.e': 1 }, partialFilterExpression: { a: { $exists: true } } },
  { key: { b: 1 }, collation: { locale: 'en', strength: 2 } },
];
const SORTS: readonly Doc[] = [
  {},
  { a: 1, _id: 1 },
  { a: -1, b: 1, _id: 1 },
  { b: 1, a: 1, _id: 1 },
  { b: -1, _id: -1 },
  { 'c.d': 1, _id: 1 },
  { _id: -1 },
];

/** Often a sort by what is filtered on, which an index may serve. */
function sortOf(random: Random, filter: Doc): Doc {
  const field = Object.keys(filter).find((name) => FIELDS.includes(name));
  const direction = random.pick([1, -1]);
  return field !== undefined && random.chance(0.5) ? { [field]: direction, _id: direction } : random.pick(SORTS);
}

async function expectEqual(
  indexed: Collection<Doc>,
  filter: Doc,
  sort: Doc,
  collation?: { locale: string; strength: number },
): Promise<void> {
  const scan = await idsOf(indexed.find(filter, { collation }).sort(sort).hint({ $natural: 1 }));
  const found = await idsOf(indexed.find(filter, { collation }).sort(sort));
  const ordered = Object.keys(sort).length > 0;
  const comparable = (ids: unknown[]): unknown[] => (ordered ? ids : ids.toSorted((a, b) => Number(a) - Number(b)));
  const context = JSON.stringify({ filter, sort, collation });
  expect({ context, ids: comparable(found) }).toEqual({ context, ids: comparable(scan) });
  if (!ordered && collation === undefined)
    expect({ context, n: await indexed.countDocuments(filter) }).toEqual({ context, n: scan.length });
}

/** Random documents, indexes and queries: an index may change how documents are found, never which, nor in what order. */
export async function expectIndexesToEqualScans(store: TestStore, seed: number, rounds: number): Promise<void> {
  const random = new Random(seed);
  const documents = await store.collection(Array.from({ length: 120 }, (_, id) => documentOf(random, id)));
  for (const { key, ...options } of INDEXES) {
    if (random.chance(0.7))
      await documents.createIndex(key, { ...options, name: `i${INDEXES.findIndex((one) => one.key === key)}` });
  }
  for (let round = 0; round < rounds; round++) {
    const collation = random.chance(0.15) ? { locale: 'en', strength: 2 } : undefined;
    const filter = filterOf(random);
    await expectEqual(documents, filter, sortOf(random, filter), collation);
    if (round % 10 === 0) {
      const { _id, ...replacement } = documentOf(random, random.below(120));
      await documents.replaceOne({ _id }, replacement);
      await documents.deleteOne({ _id: random.below(120) });
    }
  }
}
