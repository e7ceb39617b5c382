import { Long } from 'bson';

import { aggregate, checkRow, range, type Row } from './pipelines';

const SIMPLE: Row[] = [
  ['$match on int64', [{ a: Long.fromNumber(5) }, { a: 1 }], [{ $match: { a: { $gte: 5 } } }], [{ a: 5n }]],
  ['$sort, $skip, $limit', range(5), [{ $sort: { i: -1 } }, { $skip: 1 }, { $limit: 2 }], [{ i: 4 }, { i: 3 }]],
  ['$count', range(3), [{ $count: 'n' }], [{ n: 3 }]],
  ['$count of nothing', [], [{ $count: 'n' }], []],
  [
    '$project',
    [{ _id: 1, a: { b: 1, c: 2 }, d: 3 }],
    [{ $project: { 'a.b': 1, s: { $add: ['$d', 1] } } }],
    [{ _id: 1, a: { b: 1 }, s: 4 }],
  ],
  ['$project of arrays', [{ d: [{ x: 1, y: 2 }, { y: 3 }] }], [{ $project: { 'd.x': 1 } }], [{ d: [{ x: 1 }, {}] }]],
  ['$project excluding', [{ _id: 1, a: 1, b: 2 }], [{ $project: { _id: 0, a: 0 } }], [{ b: 2 }]],
  ['$project of $$ROOT.path', [{ _id: 1, a: { b: 1 } }], [{ $project: { s: '$$ROOT.a.b' } }], [{ _id: 1, s: 1 }]],
  ['$project beyond an array', [{ a: [1] }], [{ $project: { x: { $arrayElemAt: ['$a', 5] } } }], [{}]],
  ['$addFields', [{ a: 1 }], [{ $addFields: { 'b.c': '$a' } }], [{ a: 1, b: { c: 1 } }]],
  ['$set with $$REMOVE', [{ a: 1, b: 1 }], [{ $set: { a: '$$REMOVE' } }], [{ b: 1 }]],
  ['$unset', [{ a: { b: 1, c: 1 }, d: 1 }], [{ $unset: ['a.b', 'd'] }], [{ a: { c: 1 } }]],
  ['$replaceRoot', [{ a: { b: 1 } }], [{ $replaceRoot: { newRoot: '$a' } }], [{ b: 1 }]],
  [
    '$unwind',
    [{ x: [1], a: [1, 2] }, { a: [] }, { a: null }, { a: 5 }],
    [{ $unwind: '$a' }],
    [{ x: [1], a: 1 }, { x: [1], a: 2 }, { a: 5 }],
  ],
  [
    '$unwind preserving',
    [{ i: 1, a: [] }, { i: 2 }, { i: 3, a: null }],
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true } }],
    [{ i: 1 }, { i: 2 }, { i: 3, a: null }],
  ],
  [
    '$unwind with index',
    [{ a: ['x', 'y'] }],
    [{ $unwind: { path: '$a', includeArrayIndex: 'at' } }],
    [
      { a: 'x', at: 0n },
      { a: 'y', at: 1n },
    ],
  ],
  [
    '$unwind of a path',
    [{ a: { b: [1, 2], c: 3 } }],
    [{ $unwind: '$a.b' }],
    [{ a: { b: 1, c: 3 } }, { a: { b: 2, c: 3 } }],
  ],
  [
    '$redact',
    [{ l: 1, a: { l: 5, x: 1 }, b: [{ l: 1 }, { l: 9 }] }],
    [{ $redact: { $cond: [{ $gt: ['$l', 3] }, '$$PRUNE', '$$DESCEND'] } }],
    [{ l: 1, b: [{ l: 1 }] }],
  ],
  ['$documents', [{ ignored: 1 }], [{ $documents: [{ a: 1 }, { a: 2 }] }, { $match: { a: 2 } }], [{ a: 2 }]],
  [
    '$facet',
    range(3),
    [{ $facet: { top: [{ $limit: 1 }], n: [{ $count: 'n' }], none: [{ $match: { i: 9 } }] } }],
    [{ top: [{ i: 1 }], n: [{ n: 3 }], none: [] }],
  ],
];

describe('stages', () => {
  it.each(SIMPLE.map((row) => [row[0], row] as const))('%s', (_name, row) => checkRow(row));
});

describe('$sample', () => {
  it('takes so many documents, each at most once', () => {
    const taken = aggregate(range(10), [{ $sample: { size: 4 } }]).map(({ i }) => i);
    expect(new Set(taken).size).toBe(4);
    expect(aggregate(range(2), [{ $sample: { size: 4 } }])).toHaveLength(2);
  });
});
