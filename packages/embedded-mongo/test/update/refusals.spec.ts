import { Long } from 'bson';

import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';
import { type Options, update } from './apply';

type Refusal = [name: string, code: number, doc: Document, spec: Document | Document[], options?: Options];

const REFUSALS: Refusal[] = [
  ['an unknown operator', 9, {}, { $foo: { a: 1 } }],
  ['a field among operators', 9, {}, { $set: { a: 1 }, b: 1 }],
  ['an operator among fields', 52, {}, { a: 1, $set: { b: 1 } }],
  ['an operator without a document', 9, {}, { $set: 5 }],
  ['one path twice', 40, {}, { $set: { a: 1 }, $inc: { a: 1 } }],
  ['a path inside another', 40, {}, { $set: { a: 1, 'a.b': 1 } }],
  ['a path around another', 40, {}, { $set: { 'a.b': 1 }, $unset: { a: 1 } }],
  ['$rename onto another path', 40, { a: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }],
  [
    'elements chosen twice',
    40,
    { a: [{ t: 1 }] },
    { $set: { 'a.$[x].v': 1, 'a.$[y].v': 2 } },
    { arrayFilters: [{ 'x.t': 1 }, { 'y.t': { $gt: 0 } }] },
  ],
  ['an empty name', 56, {}, { $set: { 'a..b': 1 } }],
  ['a dollar name at the top of a document that exists', 52, {}, { $set: { $b: 1 } }],
  ['$set through a scalar', 28, { a: 5 }, { $set: { 'a.b': 1 } }],
  ['$set of a name in an array', 28, { a: [1] }, { $set: { 'a.b': 1 } }],
  ['$inc of text', 14, { a: 'x' }, { $inc: { a: 1 } }],
  ['$inc of null', 14, { a: null }, { $inc: { a: 1 } }],
  ['$inc by text', 14, {}, { $inc: { a: 'x' } }],
  ['$inc beyond int64', 2, { a: Long.MAX_VALUE }, { $inc: { a: 1 } }],
  ['$mul beyond int64', 2, { a: Long.MAX_VALUE }, { $mul: { a: 2 } }],
  ['$push to a scalar', 2, { a: 5 }, { $push: { a: 1 } }],
  ['$push with an unknown clause', 2, {}, { $push: { a: { $each: [], $foo: 1 } } }],
  ['$push with $each of a scalar', 14, {}, { $push: { a: { $each: 5 } } }],
  ['$addToSet to null', 2, { a: null }, { $addToSet: { a: 1 } }],
  ['$pull from a scalar', 2, { a: 5 }, { $pull: { a: 1 } }],
  ['$pullAll of a scalar', 2, {}, { $pullAll: { a: 1 } }],
  ['$pop of a scalar', 14, { a: 5 }, { $pop: { a: 1 } }],
  ['$pop by 2', 9, { a: [] }, { $pop: { a: 2 } }],
  ['$bit of a double', 2, { a: 1.5 }, { $bit: { a: { or: 1 } } }],
  ['$bit with an unknown operation', 2, { a: 1 }, { $bit: { a: { not: 1 } } }],
  ['$currentDate of text', 2, {}, { $currentDate: { a: 'now' } }],
  ['$rename to itself', 2, {}, { $rename: { a: 'a' } }],
  ['$rename through an array', 2, { a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }],
  ['$ without a match', 2, { a: [1] }, { $set: { 'a.$': 1 } }],
  ['$ at the front', 2, {}, { $set: { $: 1 } }],
  ['$[] on nothing', 2, {}, { $set: { 'a.$[]': 1 } }],
  ['$[] on a scalar', 2, { a: 5 }, { $set: { 'a.$[]': 1 } }],
  ['an unknown identifier', 2, { a: [] }, { $set: { 'a.$[e]': 1 } }],
  ['an unused array filter', 9, {}, { $set: { a: 1 } }, { arrayFilters: [{ e: 1 }] }],
  ['two array filters of one name', 9, { a: [] }, { $set: { 'a.$[e]': 1 } }, { arrayFilters: [{ e: 1 }, { e: 2 }] }],
  ['an array filter with two names', 9, { a: [] }, { $set: { 'a.$[e]': 1 } }, { arrayFilters: [{ e: 1, f: 2 }] }],
  ['a changed _id', 66, { _id: 1 }, { $set: { _id: 2 } }],
  ['a removed _id', 66, { _id: 1 }, { $unset: { _id: 1 } }],
  ['a replaced _id', 66, { _id: 1 }, { _id: 2 }],
  ['a stage that is none', 40324, {}, [{ $foo: 1 }]],
  ['a stage that updates may not use', 72, {}, [{ $match: {} }]],
  ['two stages in one', 40323, {}, [{ $set: { a: 1 }, $unset: 'b' }]],
  ['_id changed by a pipeline', 66, { _id: 1 }, [{ $set: { _id: 2 } }]],
  ['array filters of a pipeline', 9, {}, [{ $set: { a: 1 } }], { arrayFilters: [{ e: 1 }] }],
];

describe('updates that are refused', () => {
  it.each(REFUSALS.map((row) => [row[0], row[1], row] as const))('%s: %d', (_name, code, [, , doc, spec, options]) => {
    expect(codeOf(() => update(doc, spec, options))).toBe(code);
  });
});
