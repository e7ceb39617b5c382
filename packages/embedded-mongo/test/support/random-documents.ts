import { Decimal128, Long, ObjectId } from 'bson';
import type { IndexSpecification } from 'mongodb';
import type { Random } from './random';
import type { Doc } from './test-store';

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
export const scalarOf = (random: Random): unknown => (random.chance(0.6) ? random.below(6) : random.pick(SCALARS)());
export const FIELDS = ['a', 'b', 'c.d', 'c.e'];

export function valueOf(random: Random, depth = 0): unknown {
  if (depth < 2 && random.chance(0.2)) return Array.from({ length: random.below(4) }, () => valueOf(random, depth + 1));
  return scalarOf(random);
}

export function documentOf(random: Random, _id: number): Doc {
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

export function conditionOf(random: Random): unknown {
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

export function filterOf(random: Random, depth = 0): Doc {
  if (depth === 0 && random.chance(0.25)) {
    return { $or: [filterOf(random, 1), filterOf(random, 1)], ...(random.chance(0.3) ? filterOf(random, 1) : {}) };
  }
  if (depth === 0 && random.chance(0.1))
    return { c: { $elemMatch: { d: conditionOf(random), e: conditionOf(random) } } };
  const count = 1 + random.below(3);
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(FIELDS), conditionOf(random)]));
}

/** Candidates for the indexes of a collection; some share a key and differ in what they hold. */
export const INDEXES: readonly {
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
  { key: { a: 1 }, partialFilterExpression: { b: { $lt: 4 } } },
  { key: { a: 1 }, partialFilterExpression: { b: { $gte: 1, $lte: 3 } } },
  { key: { 'c.d': 1 }, partialFilterExpression: { $or: [{ b: 1 }, { a: { $in: [1, 2, 3] } }] } },
  { key: { 'c.e': -1 }, partialFilterExpression: { a: { $type: 'number' } } },
  { key: { b: 1, _id: 1 }, partialFilterExpression: { b: { $in: ['a', 'b'] } } },
  {
    key: { b: 1, a: 1 },
    partialFilterExpression: { b: { $in: ['a', 'b'] } },
    collation: { locale: 'en', strength: 2 },
  },
];
