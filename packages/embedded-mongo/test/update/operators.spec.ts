import { BSONRegExp, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';

import { encode } from '../../src/bson';
import type { Document } from '../../src/types';
import { compileUpdate } from '../../src/update';
import { context, NOW, type Options, update } from './apply';

const id = new ObjectId('64b000000000000000000001');
const sameId = new ObjectId(id.toHexString());

type Row = [name: string, doc: Document, spec: Document, expected: Document, options?: Options];

const FIELDS: Row[] = [
  ['$set', { a: 1 }, { $set: { b: 2 } }, { a: 1, b: 2 }],
  ['$set keeps the place of a field', { a: 1, b: 1 }, { $set: { a: 2 } }, { a: 2, b: 1 }],
  ['$set of a path', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['new fields in path order', {}, { $set: { b: 1, a: 1 } }, { a: 1, b: 1 }],
  ['numeric names in numeric order', { a: {} }, { $set: { 'a.10': 1, 'a.9': 1 } }, { a: { 9: 1, 10: 1 } }],
  ['$set in an array', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
  ['$set past the end of an array', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  ['$set into an element', { a: [{ b: 1 }] }, { $set: { 'a.0.c': 2 } }, { a: [{ b: 1, c: 2 }] }],
  ['$set of nothing', { a: 1 }, { $set: {} }, { a: 1 }],
  ['$setOnInsert when updating', { a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1 }],
  ['$setOnInsert when inserting', { a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1, b: 1 }, { inserting: true }],
  ['$set of a dollar name below the top', { a: {} }, { $set: { 'a.$b': 1 } }, { a: { $b: 1 } }],
  ['$set of a dollar name when inserting', {}, { $set: { $b: 1 } }, { $b: 1 }, { inserting: true }],
  ['$unset', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  ['$unset of a path', { a: { b: 1, c: 2 } }, { $unset: { 'a.b': 1 } }, { a: { c: 2 } }],
  ['$unset of nothing', { a: 5 }, { $unset: { 'a.b': 1, x: 1 } }, { a: 5 }],
  ['$unset of an array element', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
  ['$rename to a path', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  ['$rename over a field', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  ['$rename of nothing', { b: 2 }, { $rename: { a: 'c' } }, { b: 2 }],
  ['$currentDate', {}, { $currentDate: { a: true, b: { $type: 'date' } } }, { a: NOW, b: NOW }],
  [
    '$currentDate timestamp',
    {},
    { $currentDate: { a: { $type: 'timestamp' } } },
    { a: new Timestamp({ t: 1714979289, i: 1 }) },
  ],
  ['__proto__ as a field', {}, { $set: { ['__proto__.x']: 1 } }, JSON.parse('{"__proto__":{"x":1}}') as Document],
];

const NUMBERS: Row[] = [
  ['$inc', { a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
  ['$inc of nothing', {}, { $inc: { a: 2 } }, { a: 2 }],
  ['$inc beyond int32', { a: 2147483647 }, { $inc: { a: 1 } }, { a: 2147483648n }],
  ['$inc of int64', { a: Long.fromNumber(5) }, { $inc: { a: 1 } }, { a: 6n }],
  ['$inc of a double by an int', { a: new Double(1) }, { $inc: { a: 1 } }, { a: new Double(2) }],
  ['$inc of an int by a double', { a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
  ['$inc of a decimal', { a: Decimal128.fromString('1.10') }, { $inc: { a: 1 } }, { a: Decimal128.fromString('2.10') }],
  [
    '$inc of an int by a decimal',
    { a: 1 },
    { $inc: { a: Decimal128.fromString('0.1') } },
    { a: Decimal128.fromString('1.1') },
  ],
  ['$mul', { a: 3 }, { $mul: { a: 2 } }, { a: 6 }],
  ['$mul of nothing', {}, { $mul: { a: 5, b: 2.5 } }, { a: 0, b: new Double(0) }],
  ['$mul of nothing by int64', {}, { $mul: { a: Long.fromNumber(5) } }, { a: 0n }],
  ['$mul beyond int32', { a: 2 ** 30 }, { $mul: { a: 4 } }, { a: 2n ** 32n }],
  ['$min', { a: 5 }, { $min: { a: 3 } }, { a: 3 }],
  ['$min not smaller', { a: 5 }, { $min: { a: 7 } }, { a: 5 }],
  ['$min of nothing', {}, { $min: { a: 7 } }, { a: 7 }],
  ['$min across types', { a: 5 }, { $min: { a: null } }, { a: null }],
  ['$max of dates', { a: new Date(5) }, { $max: { a: new Date(9) } }, { a: new Date(9) }],
  ['$bit and', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  ['$bit or, xor', { a: 1 }, { $bit: { a: { or: 4, xor: 1 } } }, { a: 4 }],
  ['$bit with int64', { a: 1 }, { $bit: { a: { or: Long.fromNumber(2) } } }, { a: 3n }],
];

const ARRAYS: Row[] = [
  ['$push', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  ['$push to nothing', {}, { $push: { a: [1] } }, { a: [[1]] }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  ['$push at a position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 9, 2] }],
  [
    '$push at a position from the end',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 9, 2] },
  ],
  ['$push beyond the end', { a: [1] }, { $push: { a: { $each: [9], $position: 7 } } }, { a: [1, 9] }],
  ['$push $slice from the end', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
  ['$push $slice 0', { a: [1] }, { $push: { a: { $each: [2], $slice: 0 } } }, { a: [] }],
  [
    '$push $sort by two keys',
    { a: [{ x: 1, y: 2 }] },
    { $push: { a: { $each: [{ x: 1, y: 1 }], $sort: { x: 1, y: 1 } } } },
    {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
    },
  ],
  ['$push $sort downwards', { a: [1, 3] }, { $push: { a: { $each: [2], $sort: -1, $slice: 2 } } }, { a: [3, 2] }],
  ['$addToSet', { a: [1] }, { $addToSet: { a: 2 } }, { a: [1, 2] }],
  ['$addToSet beside an existing duplicate', { a: [1, 1] }, { $addToSet: { a: 2 } }, { a: [1, 1, 2] }],
  ['$addToSet of an equal number', { a: [1] }, { $addToSet: { a: new Double(1) } }, { a: [1] }],
  [
    '$addToSet of a reordered document',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  ['$addToSet $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
  ['$addToSet to nothing', {}, { $addToSet: { a: { $each: [] } } }, { a: [] }],
  ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  ['$pull of an equal ObjectId', { a: [id] }, { $pull: { a: sameId } }, { a: [] }],
  ['$pull with $in', { a: [1, 2, 3] }, { $pull: { a: { $in: [1, 2] } } }, { a: [3] }],
  ['$pull by field', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
  [
    '$pull by field with operators',
    { a: [{ x: 1 }, { x: 5 }] },
    { $pull: { a: { x: { $gte: 3 } } } },
    { a: [{ x: 1 }] },
  ],
  [
    '$pull with $or',
    { a: [{ x: 1 }, { x: 2 }, { x: 3 }] },
    { $pull: { a: { $or: [{ x: 1 }, { x: 3 }] } } },
    { a: [{ x: 2 }] },
  ],
  [
    '$pull with $elemMatch',
    { a: [{ r: [{ q: 1 }] }, { r: [{ q: 2 }] }] },
    { $pull: { a: { r: { $elemMatch: { q: 2 } } } } },
    { a: [{ r: [{ q: 1 }] }] },
  ],
  ['$pull by pattern', { a: ['x', 'y', 5] }, { $pull: { a: new BSONRegExp('^x', '') } }, { a: ['y', 5] }],
  ['$pull of a nested array', { a: [[1, 2], [3]] }, { $pull: { a: [3] } }, { a: [[1, 2]] }],
  ['$pull from nothing', { b: 1 }, { $pull: { a: 1 } }, { b: 1 }],
  ['$pullAll', { a: [1, 2, { x: 1 }] }, { $pullAll: { a: [Long.fromNumber(1), { x: 1 }] } }, { a: [2] }],
  ['$pop last', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
  ['$pop first', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
  ['$pop of nothing', {}, { $pop: { a: 1 } }, {}],
];

const POSITIONAL: Row[] = [
  ['$', { a: [1, 2] }, { $set: { 'a.$': 9 } }, { a: [1, 9] }, { filter: { a: 2 } }],
  [
    'two fields through $',
    { p: [{ u: 1 }] },
    { $set: { 'p.$.r': 5, 'p.$.s': 6 } },
    { p: [{ u: 1, r: 5, s: 6 }] },
    { filter: { 'p.u': 1 } },
  ],
  [
    '$ with the condition inside $and',
    { p: [{ u: 1 }] },
    { $set: { 'p.$.r': 5 } },
    { p: [{ u: 1, r: 5 }] },
    { filter: { $and: [{ 'p.u': 1 }] } },
  ],
  [
    '$ with two conditions on the array',
    { p: [{ u: 1 }] },
    { $set: { 'p.$.r': 5 } },
    { p: [{ u: 1, r: 5 }] },
    { filter: { 'p.u': 1, 'p.r': null } },
  ],
  ['$[]', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
  [
    '$[] in nested arrays',
    { a: [{ b: [1] }, { b: [2, 3] }] },
    { $mul: { 'a.$[].b.$[]': 2 } },
    { a: [{ b: [2] }, { b: [4, 6] }] },
  ],
  ['$[e]', { a: [1, 5, 9] }, { $set: { 'a.$[e]': 0 } }, { a: [1, 0, 0] }, { arrayFilters: [{ e: { $gte: 5 } }] }],
  [
    'two fields through one array filter',
    { p: [{ u: 1 }] },
    { $set: { 'p.$[e].r': 5, 'p.$[e].s': 6 } },
    { p: [{ u: 1, r: 5, s: 6 }] },
    { arrayFilters: [{ 'e.u': 1 }] },
  ],
  [
    'a filter on what the update changes',
    { p: [{ u: 1 }, { u: 2 }] },
    { $set: { 'p.$[e].u': 9, 'p.$[e].v': 1 } },
    { p: [{ u: 9, v: 1 }, { u: 2 }] },
    { arrayFilters: [{ 'e.u': 1 }] },
  ],
  [
    'two array filters',
    {
      a: [
        { t: 1, b: [1, 2] },
        { t: 2, b: [1] },
      ],
    },
    { $inc: { 'a.$[x].b.$[y]': 5 } },
    {
      a: [
        { t: 1, b: [1, 7] },
        { t: 2, b: [1] },
      ],
    },
    { arrayFilters: [{ 'x.t': 1 }, { y: { $gt: 1 } }] },
  ],
  [
    'an array filter with $or',
    { a: [1, 2, 3] },
    { $set: { 'a.$[e]': 0 } },
    { a: [0, 2, 0] },
    { arrayFilters: [{ $or: [{ e: 1 }, { e: 3 }] }] },
  ],
  ['no element chosen', { a: [1] }, { $set: { 'a.$[e]': 0 } }, { a: [1] }, { arrayFilters: [{ e: 7 }] }],
];

const REPLACEMENTS: Row[] = [
  ['keeps _id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  ['with the same _id', { _id: 1, a: 1 }, { b: 2, _id: 1 }, { _id: 1, b: 2 }],
  ['by nothing', { _id: 1, a: 1 }, {}, { _id: 1 }],
];

describe.each([
  ['fields', FIELDS],
  ['numbers', NUMBERS],
  ['arrays', ARRAYS],
  ['positional', POSITIONAL],
  ['replacement', REPLACEMENTS],
])('update: %s', (_, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_name, [, doc, spec, expected, options]) => {
    const result = update(doc, spec, options);
    expect(encode(result).equals(encode(expected))).toBe(true); // same types, values and order
  });
});

describe('an update that changes nothing', () => {
  it.each<[Document, Document]>([
    [{ a: 1 }, { $set: { a: 1 } }],
    [{ a: [1] }, { $addToSet: { a: 1 } }],
    [{ a: [1] }, { $pull: { a: 2 } }],
    [{ a: 1 }, { $unset: { b: 1 } }],
    [{ a: 1 }, { $max: { a: 0 } }],
  ])('%j with %j returns the document itself', (doc, spec) => {
    expect(compileUpdate(spec, { ctx: context }).apply(doc, { inserting: false })).toBe(doc);
  });

  it('writes a number of another type', () => {
    expect(update({ a: 1 }, { $set: { a: new Double(1) } })).toEqual({ a: new Double(1) });
  });
});

describe('an update', () => {
  it('shares what it did not touch', () => {
    const doc = { a: { b: 1 }, c: { d: 1 } };
    const after = compileUpdate({ $set: { 'a.b': 2 } }, { ctx: context }).apply(doc, { inserting: false });
    expect(after.c).toBe(doc.c);
    expect(doc.a.b).toBe(1);
  });

  it('tells its kind', () => {
    const kind = (spec: Document | Document[]) => {
      const { isPipeline, isReplacement } = compileUpdate(spec, { ctx: context });
      return [isPipeline, isReplacement];
    };
    expect([kind({ $set: { a: 1 } }), kind({ a: 1 }), kind([{ $set: { a: 1 } }])]).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });

  it('can be applied again and again', () => {
    const compiled = compileUpdate({ $push: { a: { $each: [{ x: 1 }] } } }, { ctx: context });
    const once = compiled.apply({}, { inserting: false });
    const twice = compiled.apply(once, { inserting: false });
    expect([once, twice]).toEqual([{ a: [{ x: 1 }] }, { a: [{ x: 1 }, { x: 1 }] }]);
  });
});
