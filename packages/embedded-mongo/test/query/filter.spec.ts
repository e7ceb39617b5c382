import { Binary, BSONRegExp, Code, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'bson';

import { collatorOf, compileFilter, type CompileContext } from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf, faithful } from '../bson/faithful';

const context: CompileContext = { now: new Date('2024-01-01T00:00:00Z') };
const id = new ObjectId('64b000000000000000000001');
const sameId = new ObjectId(id.toHexString());
const uuid = '00000000-0000-4000-8000-000000000001';

const matches = (filter: Document, doc: Document, ctx = context): boolean =>
  compileFilter(faithful(filter), ctx).test(faithful(doc));

type Row = [name: string, expected: boolean, filter: Document, doc: Document];

const NUMBERS: Row[] = [
  ['int on int64', true, { a: 5 }, { a: Long.fromNumber(5) }],
  ['int on decimal', true, { a: 5 }, { a: Decimal128.fromString('5') }],
  ['int on double', true, { a: 5 }, { a: new Double(5) }],
  ['$gt on int64', true, { a: { $gt: 1 } }, { a: Long.fromNumber(5) }],
  ['decimal with trailing zero', true, { a: Decimal128.fromString('1.1') }, { a: Decimal128.fromString('1.10') }],
  ['decimal 10 > 9', true, { a: { $gt: Decimal128.fromString('9') } }, { a: Decimal128.fromString('10') }],
  ['int64 10 > 9', true, { a: { $gt: 9 } }, { a: Long.fromNumber(10) }],
  [
    'int64 beyond doubles',
    false,
    { a: Long.fromString('9007199254740992') },
    { a: Long.fromString('9007199254740993') },
  ],
  ['NaN equals NaN', true, { a: NaN }, { a: NaN }],
  ['nothing is less than NaN', false, { a: { $lt: NaN } }, { a: 1 }],
  ['NaN is not less than a number', false, { a: { $lt: 5 } }, { a: NaN }],
  ['$lte NaN holds for NaN', true, { a: { $lte: NaN } }, { a: NaN }],
  ['$mod on int64', true, { a: { $mod: [2, 0] } }, { a: Long.fromNumber(4) }],
  ['$mod truncates', true, { a: { $mod: [3.9, 1] } }, { a: 4.9 }],
  ['$mod of a negative', true, { a: { $mod: [3, -1] } }, { a: -4 }],
  ['$mod on text', false, { a: { $mod: [2, 0] } }, { a: '4' }],
  ['$size with int64', true, { a: { $size: Long.fromNumber(1) } }, { a: [1] }],
  ['$size of a scalar', false, { a: { $size: 1 } }, { a: 1 }],
];

const NULLS: Row[] = [
  ['null on missing', true, { a: null }, {}],
  ['null on null', true, { a: null }, { a: null }],
  ['null on an empty array', false, { a: null }, { a: [] }],
  ['null inside an array', true, { a: null }, { a: [1, null] }],
  ['a.b null, one element without b', true, { 'a.b': null }, { a: [{ b: 1 }, {}] }],
  ['a.b null on []', false, { 'a.b': null }, { a: [] }],
  ['a.b null on scalars', false, { 'a.b': null }, { a: [1, 2] }],
  ['a.b null on a scalar', true, { 'a.b': null }, { a: 5 }],
  ['a.b missing, one element with b', false, { 'a.b': { $exists: false } }, { a: [{ b: 1 }, {}] }],
  ['a.b exists, one element without b', true, { 'a.b': { $exists: true } }, { a: [{ b: 1 }, {}] }],
  ['exists on null', true, { a: { $exists: true } }, { a: null }],
  ['exists with 0', true, { a: { $exists: 0 } }, {}],
  ['$gte null on missing', true, { a: { $gte: null } }, {}],
  ['$gt null on null', false, { a: { $gt: null } }, { a: null }],
  ['$in null on missing', true, { a: { $in: [null] } }, {}],
  ['$in null inside an array', true, { a: { $in: [null] } }, { a: [null, 1] }],
  ['$ne null on missing', false, { a: { $ne: null } }, {}],
  ['$nin null on missing', false, { a: { $nin: [null] } }, {}],
];

const PATHS: Row[] = [
  ['nested arrays', true, { 'a.b.c': 1 }, { a: [{ b: [{ c: 1 }] }] }],
  ['an array of arrays is not flattened', false, { a: 1 }, { a: [[1]] }],
  ['nor on the way', false, { 'a.b': 1 }, { a: [[{ b: 1 }]] }],
  ['a position', true, { 'a.1': 2 }, { a: [1, 2] }],
  ['a position, then a field', true, { 'a.0.b': 1 }, { a: [[{ b: 1 }]] }],
  ['a numeric field name', true, { 'a.0': 1 }, { a: { 0: 1 } }],
  ['a numeric field name of an element', true, { 'a.5': 1 }, { a: [{ 5: 1 }] }],
  ['range element by element', true, { 'a.b': { $gt: 1 } }, { a: [{ b: [0, 2] }] }],
  ['several bounds met by several elements', true, { a: { $gt: 4, $lt: 2 } }, { a: [1, 5] }],
  ['several bounds on one element', false, { a: { $elemMatch: { $gt: 4, $lt: 2 } } }, { a: [1, 5] }],
  ['$ne needs every element to differ', false, { 'a.b': { $ne: 1 } }, { a: [{ b: 1 }, { b: 2 }] }],
  ['inherited names are not fields', false, { 'constructor.name': { $exists: true } }, {}],
];

const ARRAYS: Row[] = [
  ['the whole array', true, { a: [1, 2] }, { a: [1, 2] }],
  ['an element that is an array', true, { a: [1] }, { a: [[1], 2] }],
  ['$all on a scalar', true, { a: { $all: ['x'] } }, { a: 'x' }],
  ['$all with an array member', true, { a: { $all: [['x']] } }, { a: ['x'] }],
  ['$all across elements of a path', true, { 'a.b': { $all: [1, 2] } }, { a: [{ b: 1 }, { b: 2 }] }],
  ['$all of nothing', false, { a: { $all: [] } }, { a: [] }],
  [
    '$all with $elemMatch',
    true,
    { a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { y: 2 } }] } },
    { a: [{ x: 1 }, { y: 2 }] },
  ],
  ['arrays compare lexicographically', true, { a: { $gt: [1, 5] } }, { a: [2, 0] }],
  [
    '$elemMatch on documents',
    true,
    { a: { $elemMatch: { x: 1, y: 2 } } },
    {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
    },
  ],
  ['$elemMatch wants one element', false, { a: { $elemMatch: { x: 1, y: 2 } } }, { a: [{ x: 1 }, { y: 2 }] }],
  ['$elemMatch in nested arrays', true, { a: { $elemMatch: { $elemMatch: { $eq: 1 } } } }, { a: [[1]] }],
  ['$elemMatch does not look into nested arrays by itself', false, { a: { $elemMatch: { $eq: 1 } } }, { a: [[1]] }],
  ['$elemMatch on a scalar', false, { a: { $elemMatch: { $eq: 1 } } }, { a: 1 }],
  ['$elemMatch with $or', true, { a: { $elemMatch: { $or: [{ x: 1 }, { x: 2 }] } } }, { a: [{ x: 2 }] }],
  ['$elemMatch with $not', true, { a: { $elemMatch: { $not: { $gt: 3 } } } }, { a: [5, 1] }],
  ['$not around $elemMatch', false, { a: { $not: { $elemMatch: { $gt: 3 } } } }, { a: [5, 1] }],
];

const TYPES: Row[] = [
  ['binary bytes', false, { a: new Binary(Buffer.from([0xff])) }, { a: new Binary(Buffer.from([0xfe])) }],
  ['key order of documents', false, { a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }],
  ['$type objectId', true, { a: { $type: 'objectId' } }, { a: id }],
  ['$type in arrays', true, { a: { $type: 'string' } }, { a: ['x'] }],
  ['$type array', true, { a: { $type: 'array' } }, { a: [] }],
  ['$type double is not int', false, { a: { $type: 'double' } }, { a: 5 }],
  ['$type double', true, { a: { $type: 'double' } }, { a: new Double(5) }],
  ['$type long by code', true, { a: { $type: 18 } }, { a: Long.fromNumber(5) }],
  ['$type number', true, { a: { $type: 'number' } }, { a: Decimal128.fromString('5') }],
  ['$type of several', true, { a: { $type: ['string', 'null'] } }, { a: null }],
  ['$type null is not missing', false, { a: { $type: 'null' } }, {}],
  ['$type binData', true, { a: { $type: 'binData' } }, { a: new Binary(Buffer.from('a')) }],
  ['$type minKey', true, { a: { $type: -1 } }, { a: new MinKey() }],
  ['$in with an equal ObjectId', true, { a: { $in: [sameId] } }, { a: id }],
  ['MinKey is below everything', true, { a: { $gt: new MinKey() } }, { a: 5 }],
  ['MaxKey is above everything', true, { a: { $lt: new MaxKey() } }, { a: 'x' }],
  ['ranges stay within a type', false, { a: { $gt: 5 } }, { a: 'x' }],
  ['dates are no timestamps', false, { a: { $gt: new Date(0) } }, { a: new Timestamp({ t: 5, i: 1 }) }],
  ['UUIDs', true, { a: new UUID(uuid) }, { a: new UUID(uuid) }],
  ['UUID and binary of subtype 4', true, { a: new UUID(uuid) }, { a: new UUID(uuid).toBinary() }],
  ['code', true, { a: new Code('x') }, { a: new Code('x') }],
  ['a DBRef is an ordinary document', true, { a: { $ref: 'c', $id: 1 } }, { a: { $ref: 'c', $id: 1 } }],
  ['fields of a DBRef', true, { 'a.$id': 1 }, { a: { $ref: 'c', $id: 1 } }],
  ['all bits set', true, { a: { $bitsAllSet: [0, 2] } }, { a: 5 }],
  ['bits by mask', true, { a: { $bitsAnySet: 6 } }, { a: 5 }],
  ['bits clear of an int64', true, { a: { $bitsAllClear: [1, 3] } }, { a: Long.fromNumber(5) }],
  ['bits of a negative number', true, { a: { $bitsAllSet: [200] } }, { a: -1 }],
  ['bits of binary', true, { a: { $bitsAllSet: [8] } }, { a: new Binary(Buffer.from([0, 1])) }],
  ['bits of a fraction', false, { a: { $bitsAnyClear: [0] } }, { a: 1.5 }],
];

const TEXT: Row[] = [
  ['a regular expression', true, { a: /^x/ }, { a: 'xy' }],
  ['in an array', true, { a: /^x/ }, { a: [1, 'xy'] }],
  ['on itself', true, { a: /^x/ }, { a: new BSONRegExp('^x', '') }],
  ['$not with one', false, { a: { $not: /x/ } }, { a: 'x' }],
  ['in $in', true, { a: { $in: [/^x/] } }, { a: 'xy' }],
  ['option i', true, { a: { $regex: 'X', $options: 'i' } }, { a: 'x' }],
  ['option x', true, { a: { $regex: 'a b # comment', $options: 'x' } }, { a: 'ab' }],
  ['option s', true, { a: { $regex: 'a.b', $options: 's' } }, { a: 'a\nb' }],
  ['option m', true, { a: { $regex: '^b', $options: 'm' } }, { a: 'a\nb' }],
  ['inline option', true, { a: { $regex: '(?i)X' } }, { a: 'x' }],
  ['beside another operator', false, { a: { $regex: 'x', $ne: 'xy' } }, { a: 'xy' }],
  ['code points', true, { a: /^.$/ }, { a: '😀' }],
];

const LOGIC: Row[] = [
  ['$and', false, { $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 1 }],
  ['$or', true, { $or: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 2 }],
  ['$nor', true, { $nor: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 0 }],
  ['$comment', true, { $comment: 'x', a: 1 }, { a: 1 }],
  ['$expr', true, { $expr: { $gt: ['$a', '$b'] } }, { a: 2, b: 1 }],
  ['$expr within $or', true, { $or: [{ x: 1 }, { $expr: { $eq: ['$a', 2] } }] }, { a: 2 }],
  ['an empty filter', true, {}, { a: 1 }],
  ['long $in lists of mixed values', true, { a: { $in: [...Array(50).keys(), 'x', id] } }, { a: Long.fromNumber(42) }],
  ['long $in lists without the value', false, { a: { $in: [...Array(50).keys()] } }, { a: 50 }],
];

describe.each([
  ['numbers', NUMBERS],
  ['null and missing', NULLS],
  ['paths', PATHS],
  ['arrays', ARRAYS],
  ['types', TYPES],
  ['text', TEXT],
  ['logic', LOGIC],
])('filter: %s', (_, rows) => {
  it.each(rows)('%s: %s', (_name, expected, filter, doc) => {
    expect(matches(filter, doc)).toBe(expected);
  });
});

describe('filters that are refused when they are compiled', () => {
  it.each<[string, number, Document]>([
    ['an unknown operator', 2, { a: { $foo: 1 } }],
    ['an unknown operator after a known one', 2, { a: { $gt: 1, $foo: 1 } }],
    ['an unknown top-level operator', 2, { $foo: 1 }],
    ['a plain key among operators', 2, { a: { $gt: 1, b: 1 } }],
    ['$in without a list', 2, { a: { $in: 5 } }],
    ['operators in $in', 2, { a: { $in: [{ $gt: 1 }] } }],
    ['an empty $or', 2, { $or: [] }],
    ['$and of scalars', 2, { $and: [5] }],
    ['an empty $not', 2, { a: { $not: {} } }],
    ['$not of a scalar', 2, { a: { $not: 5 } }],
    ['$ne of a regular expression', 2, { a: { $ne: /x/ } }],
    ['$gt of a regular expression', 2, { a: { $gt: /x/ } }],
    ['a negative $size', 2, { a: { $size: -1 } }],
    ['a fractional $size', 2, { a: { $size: 1.5 } }],
    ['$mod by zero', 2, { a: { $mod: [0, 1] } }],
    ['an unknown type', 2, { a: { $type: 'nothing' } }],
    ['$options alone', 2, { a: { $options: 'i' } }],
    ['an unknown regex option', 51108, { a: { $regex: 'a', $options: 'q' } }],
    ['a broken pattern', 51091, { a: { $regex: '(' } }],
    ['$text without index', 27, { $text: { $search: 'x' } }],
    ['$where', 238, { $where: 'true' }],
    ['$jsonSchema', 238, { $jsonSchema: {} }],
    ['$near', 238, { a: { $near: [1, 2] } }],
    ['an unknown expression', 168, { $expr: { $foo: 1 } }],
    ['$expr below $elemMatch', 2, { a: { $elemMatch: { $expr: true } } }],
  ])('%s: %d', (_, code, filter) => {
    expect(codeOf(() => compileFilter(filter, context))).toBe(code);
  });

  it('names the operator', () => {
    expect(() => compileFilter({ a: { $foo: 1 } }, context)).toThrow('unknown operator: $foo');
  });
});

describe('positions for $', () => {
  it.each<[string, Document, Document, number | undefined]>([
    ['an element', { a: 2 }, { a: [1, 2] }, 1],
    ['a field of an element', { 'p.u': 1 }, { p: [{ u: 0 }, { u: 1 }] }, 1],
    ['$elemMatch', { p: { $elemMatch: { u: 1, v: 2 } } }, { p: [{ u: 1 }, { u: 1, v: 2 }] }, 1],
    ['inside $and', { $and: [{ x: 1 }, { 'p.u': 1 }] }, { x: 1, p: [{}, { u: 1 }] }, 1],
    ['the outermost array', { 'p.q': 5 }, { p: [{ q: [1] }, { q: [3, 4, 5] }] }, 1],
    ['the branch of $or that holds', { $or: [{ 'p.u': 9 }, { 'p.u': 1 }] }, { p: [{ u: 0 }, { u: 1 }] }, 1],
    ['no array', { a: 1 }, { a: 1 }, undefined],
    ['no match', { a: 5 }, { a: [1] }, undefined],
  ])('%s', (_, filter, doc, expected) => {
    expect(compileFilter(filter, context).position(doc)).toBe(expected);
  });
});

describe('what a filter reads', () => {
  it.each<[Document, string[] | null]>([
    [{ a: 1, 'b.c': 2, $or: [{ d: 1 }, { e: { $elemMatch: { f: 1 } } }] }, ['a', 'b', 'd', 'e']],
    [{ a: 1, $expr: { $eq: ['$b.c', '$$ROOT.d'] } }, ['a', 'b', 'd']],
    [{ $expr: { $eq: ['$$ROOT', {}] } }, null],
  ])('%j', (filter, expected) => {
    const { fields } = compileFilter(filter, context);
    expect(fields && [...fields]).toEqual(expected);
  });
});

describe('collations and variables', () => {
  const insensitive = { ...context, collator: collatorOf({ locale: 'en', strength: 2 }) };

  it.each<[string, Document, Document]>([
    ['equality', { a: 'HELLO' }, { a: 'hello' }],
    ['$in', { a: { $in: ['X', 'HELLO'] } }, { a: 'hello' }],
    ['nested', { a: { b: 'X' } }, { a: { b: 'x' } }],
    ['ranges', { a: { $gte: 'B', $lt: 'C' } }, { a: 'b' }],
    ['$expr', { $expr: { $eq: ['$a', 'HELLO'] } }, { a: 'hello' }],
  ])('ignores case in %s', (_, filter, doc) => {
    expect(matches(filter, doc, insensitive)).toBe(true);
    expect(matches(filter, doc)).toBe(false);
  });

  it.each<[number, object]>([
    [40414, {}],
    [40415, { locale: 'en', color: 1 }],
    [2, { locale: 'en', strength: 9 }],
    [2, { locale: '!!' }],
  ])('refuses an invalid one with %d', (code, spec) => {
    expect(codeOf(() => collatorOf(spec as { locale: string }))).toBe(code);
  });

  it('reads the variables of let and $$NOW', () => {
    const withLet = { ...context, variables: { wanted: 2 } };
    expect(matches({ $expr: { $eq: ['$a', '$$wanted'] } }, { a: 2 }, withLet)).toBe(true);
    expect(matches({ $expr: { $lt: ['$a', '$$NOW'] } }, { a: new Date('2023-12-31T23:59:59Z') })).toBe(true);
  });
});
