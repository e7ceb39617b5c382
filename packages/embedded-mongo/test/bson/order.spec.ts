import { Binary, BSONRegExp, Code, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

import { compare, EMPTY_ARRAY, encodeKey, equals, identity, MAX_KEY_BYTES } from '../../src/bson';
import { collatorOf } from '../../src/query';
import { values } from './arbitraries';

const NO_PREFIX = Buffer.alloc(0);

const keyOf = (value: unknown, direction: 1 | -1 = 1): Buffer =>
  encodeKey({ prefix: NO_PREFIX, values: [value], directions: [direction] }).bytes;

/** From smallest to largest: types in MongoDB's order, and values within each type. */
const ASCENDING: readonly unknown[] = [
  new MinKey(),
  EMPTY_ARRAY,
  null,
  NaN,
  -Infinity,
  Decimal128.fromString('-1E6000'),
  -1e300,
  -(2n ** 63n),
  -1.5,
  Decimal128.fromString('-1.0000000000000000002'),
  Decimal128.fromString('-1.0000000000000000001'),
  -1,
  Decimal128.fromString('-1E-6000'),
  0,
  Decimal128.fromString('1E-6000'),
  5e-324,
  Decimal128.fromString('0.1'),
  0.1,
  1,
  1.5,
  2,
  10,
  2 ** 53,
  Decimal128.fromString('9007199254740992.25'),
  Decimal128.fromString('9007199254740992.5'),
  2n ** 53n + 1n,
  Decimal128.fromString('9007199254740993.5'),
  2n ** 53n + 2n,
  1e300,
  Decimal128.fromString('1E6000'),
  Infinity,
  '',
  '\u0000',
  'A',
  'Z',
  'a',
  'a\u0000',
  'aa',
  'b',
  '\uFFFD',
  '😀',
  {},
  { a: 1 },
  { a: 1, b: 0 },
  { a: 2 },
  { b: 1 },
  { a: 'x' },
  [],
  [1],
  [1, 0],
  [2],
  ['a'],
  new Binary(Buffer.from([9]), 0),
  new Binary(Buffer.from([0]), 4),
  new Binary(Buffer.from([0, 0]), 0),
  new ObjectId('000000000000000000000001'),
  new ObjectId('64b000000000000000000001'),
  false,
  true,
  new Date(-5),
  new Date(0),
  new Date(5),
  new Timestamp({ t: 1, i: 2 }),
  new Timestamp({ t: 2, i: 1 }),
  new BSONRegExp('a', ''),
  new BSONRegExp('a', 'i'),
  new BSONRegExp('b', ''),
  new Code('a'),
  new MaxKey(),
];

const EQUAL: readonly [string, unknown, unknown][] = [
  ['int32 and double', 5, new Double(5)],
  ['int32 and int64', 5, 5n],
  ['int32 and a wrapped Long', 5, Long.fromNumber(5)],
  ['int32 and decimal', 5, Decimal128.fromString('5')],
  ['decimals with trailing zeros', Decimal128.fromString('1.1'), Decimal128.fromString('1.10')],
  ['zero and minus zero', 0, -0],
  ['zero and decimal minus zero', 0, Decimal128.fromString('-0')],
  ['NaN and decimal NaN', NaN, Decimal128.fromString('NaN')],
  ['half as double and decimal', 0.5, Decimal128.fromString('0.5')],
  ['infinities', Infinity, Decimal128.fromString('Infinity')],
  ['a large int64 and decimal', 2n ** 53n + 1n, Decimal128.fromString('9007199254740993')],
  ['documents with equal numbers', { a: [1] }, { a: [1n] }],
];

const DIFFERENT: readonly [string, unknown, unknown][] = [
  ['documents with other key order', { x: 1, y: 2 }, { y: 2, x: 1 }],
  ['int64 beyond the precision of doubles', 2n ** 53n, 2n ** 53n + 1n],
  ['binary bytes that are no UTF-8', new Binary(Buffer.from([0xff])), new Binary(Buffer.from([0xfe]))],
  ['0.1 as double and decimal', 0.1, Decimal128.fromString('0.1')],
  ['null and missing', null, undefined],
];

describe('order of values', () => {
  it('orders every pair of the ascending list, in both directions', () => {
    for (const [i, a] of ASCENDING.entries()) {
      for (const [j, b] of ASCENDING.entries()) {
        expect([i, j, Math.sign(compare(a, b))]).toEqual([i, j, Math.sign(i - j)]);
      }
    }
  });

  it('gives keys in the same order', () => {
    for (const [i, a] of ASCENDING.entries()) {
      for (const [j, b] of ASCENDING.entries()) {
        expect([i, j, Buffer.compare(keyOf(a), keyOf(b))]).toEqual([i, j, Math.sign(i - j)]);
        expect([i, j, Buffer.compare(keyOf(a, -1), keyOf(b, -1))]).toEqual([i, j, Math.sign(j - i)]);
      }
    }
  });

  it.each(EQUAL)('holds %s equal, and so do their keys', (_, a, b) => {
    expect(equals(a, b)).toBe(true);
    expect(keyOf(a).equals(keyOf(b))).toBe(true);
    expect(identity(a)).toBe(identity(b));
  });

  it.each(DIFFERENT)('tells %s apart', (_, a, b) => {
    expect(equals(a, b)).toBe(false);
    expect(identity(a)).not.toBe(identity(b));
  });

  it('has the same sign for values and keys, whatever the values', () => {
    fc.assert(
      fc.property(values, values, (a, b) => Math.sign(compare(a, b)) === Buffer.compare(keyOf(a), keyOf(b))),
      { numRuns: 3000 },
    );
  });

  it('has the same sign for tuples with directions', () => {
    const directions = [1, -1] as const;
    const key = (tuple: readonly unknown[]): Buffer =>
      encodeKey({ prefix: NO_PREFIX, values: tuple, directions }).bytes;
    const order = (a: readonly unknown[], b: readonly unknown[]): number => compare(a[0], b[0]) || -compare(a[1], b[1]);
    fc.assert(
      fc.property(
        fc.tuple(values, values),
        fc.tuple(values, values),
        (a, b) => Math.sign(order(a, b)) === Buffer.compare(key(a), key(b)),
      ),
      { numRuns: 1000 },
    );
  });

  it('is a total order: transitive over random triples', () => {
    fc.assert(
      fc.property(values, values, values, (...three) => {
        const [a, b, c] = three.sort(compare);
        return compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) <= 0;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('keys', () => {
  it('counts missing as null', () => {
    expect(keyOf(undefined).equals(keyOf(null))).toBe(true);
  });

  it('cuts long keys, keeps equality and says so', () => {
    const long = 'x'.repeat(5000);
    const key = (value: string) =>
      encodeKey({ prefix: Buffer.from([3]), values: [value], directions: [1], suffix: Buffer.from([9]) });
    const first = key(`${long}a`);
    expect(first.truncated).toBe(true);
    expect(first.bytes.length).toBe(MAX_KEY_BYTES + 20 + 1);
    expect(first.bytes.equals(key(`${long}a`).bytes)).toBe(true);
    expect(first.bytes.equals(key(`${long}b`).bytes)).toBe(false);
    expect(key('short')).toMatchObject({ truncated: false });
  });

  it.each<[string, object, string, string, boolean]>([
    ['case at strength 2', { locale: 'en', strength: 2 }, 'Émile@X.ORG', 'émile@x.org', true],
    ['marks at strength 1', { locale: 'en', strength: 1 }, 'emile', 'Émile', true],
    ['marks at strength 2', { locale: 'en', strength: 2 }, 'emile', 'émile', false],
    ['case at strength 3', { locale: 'en', strength: 3 }, 'A', 'a', false],
    ['composed and decomposed', { locale: 'en' }, 'é', 'e\u0301', true],
    ['sharp s at strength 1', { locale: 'de', strength: 1 }, 'Straße', 'STRASSE', true],
    ['numbers with leading zeros', { locale: 'en', numericOrdering: true }, 'a10', 'a010', true],
    ['the simple collation', { locale: 'simple' }, 'A', 'a', false],
  ])('under a collation has equal keys for equal strings: %s', (_, spec, a, b, same) => {
    const collation = spec as { locale: string };
    const key = (value: string) => encodeKey({ prefix: NO_PREFIX, values: [value], directions: [1], collation }).bytes;
    expect(key(a).equals(key(b))).toBe(same);
    expect((collatorOf(collation)?.compare(a, b) ?? compare(a, b)) === 0).toBe(same);
  });
});
