import { Decimal128, Double, Long, ObjectId } from 'bson';

import { compilePipeline, dependencies, evaluateLet, type PipelineContext, splitOutput } from '../../src/agg';
import { encode } from '../../src/bson';
import { collatorOf, compileFilter } from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf, faithful } from '../bson/faithful';

type Collections = Readonly<Record<string, Document[]>>;

/** A pipeline context over collections in memory; `reads` records every read of another collection. */
function contextOver(collections: Collections, reads: unknown[] = []): PipelineContext {
  return {
    now: new Date('2024-05-06T07:08:09Z'),
    namespace: 'db.main',
    lookup: (namespace, filter, context) => {
      reads.push([namespace, filter]);
      const { test } = compileFilter(filter, context);
      return (collections[namespace] ?? []).map(faithful).filter((doc) => test(doc));
    },
  };
}

function aggregate(docs: readonly Document[], stages: readonly Document[], context = contextOver({})): Document[] {
  return [...compilePipeline(stages.map(faithful), context)(docs.map(faithful))];
}

type Row = [name: string, docs: Document[], stages: Document[], expected: Document[]];

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const range = (count: number): Document[] => Array.from({ length: count }, (_, at) => ({ i: at + 1 }));

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

const GROUPS: Row[] = [
  ['$sum of ints', [{ a: 1 }, { a: 2 }], [{ $group: { _id: null, s: { $sum: '$a' } } }], [{ _id: null, s: 3 }]],
  [
    '$sum of int64',
    [{ a: Long.fromNumber(5) }, { a: 6 }],
    [{ $group: { _id: null, s: { $sum: '$a' } } }],
    [{ _id: null, s: 11n }],
  ],
  [
    '$sum of decimals',
    [{ a: decimal('1.5') }, { a: decimal('2.5') }],
    [{ $group: { _id: null, s: { $sum: '$a' } } }],
    [{ _id: null, s: decimal('4.0') }],
  ],
  ['$sum of nothing numeric', [{ a: 'x' }], [{ $group: { _id: null, s: { $sum: '$a' } } }], [{ _id: null, s: 0 }]],
  [
    '$avg ignores text',
    [{ a: 1 }, { a: 3 }, { a: 'x' }],
    [{ $group: { _id: null, s: { $avg: '$a' } } }],
    [{ _id: null, s: new Double(2) }],
  ],
  ['$avg of nothing', [{}], [{ $group: { _id: null, s: { $avg: '$a' } } }], [{ _id: null, s: null }]],
  [
    '$min over arrays',
    [{ a: [3] }, { a: [1, 2] }],
    [{ $group: { _id: null, s: { $min: '$a' } } }],
    [{ _id: null, s: [1, 2] }],
  ],
  [
    '$max across types',
    [{ a: 5 }, { a: true }],
    [{ $group: { _id: null, s: { $max: '$a' } } }],
    [{ _id: null, s: true }],
  ],
  [
    '$first of missing',
    [{}, { a: 1 }],
    [{ $group: { _id: null, f: { $first: '$a' }, l: { $last: '$a' } } }],
    [{ _id: null, f: null, l: 1 }],
  ],
  [
    '$push skips missing',
    [{ a: 1 }, {}, { a: null }],
    [{ $group: { _id: null, f: { $push: '$a' } } }],
    [{ _id: null, f: [1, null] }],
  ],
  [
    '$addToSet skips missing',
    [{ a: 1 }, {}, { a: Long.fromNumber(1) }],
    [{ $group: { _id: null, f: { $addToSet: '$a' } } }],
    [{ _id: null, f: [1] }],
  ],
  ['$count', range(2), [{ $group: { _id: null, n: { $count: {} } } }], [{ _id: null, n: 2 }]],
  [
    '$mergeObjects',
    [{ a: { x: 1 } }, { a: { y: 2 } }],
    [{ $group: { _id: null, m: { $mergeObjects: '$a' } } }],
    [{ _id: null, m: { x: 1, y: 2 } }],
  ],
  [
    '$stdDevSamp',
    [{ a: 1 }, { a: 3 }],
    [{ $group: { _id: null, d: { $stdDevSamp: '$a' } } }],
    [{ _id: null, d: Math.SQRT2 }],
  ],
  [
    '$top and $bottomN',
    range(3),
    [
      {
        $group: {
          _id: null,
          t: { $top: { sortBy: { i: -1 }, output: '$i' } },
          b: { $bottomN: { sortBy: { i: -1 }, output: '$i', n: 2 } },
        },
      },
    ],
    [{ _id: null, t: 3, b: [2, 1] }],
  ],
  [
    '$firstN and $minN',
    range(3),
    [{ $group: { _id: null, f: { $firstN: { input: '$i', n: 2 } }, m: { $minN: { input: '$i', n: 1 } } } }],
    [{ _id: null, f: [1, 2], m: [1] }],
  ],
  [
    'sorted input',
    [
      { k: 1, n: 3, v: 1 },
      { k: 1, n: 1, v: 2 },
    ],
    [{ $sort: { n: 1 } }, { $group: { _id: '$k', v: { $first: '$v' } } }],
    [{ _id: 1, v: 2 }],
  ],
  [
    'equal numbers together',
    [{ a: 1 }, { a: new Double(1) }, { a: Long.fromNumber(1) }],
    [{ $group: { _id: '$a', n: { $sum: 1 } } }],
    [{ _id: 1, n: 3 }],
  ],
  ['missing and null together', [{}, { a: null }], [{ $group: { _id: '$a', n: { $sum: 1 } } }], [{ _id: null, n: 2 }]],
  [
    '$sortByCount',
    [{ a: 'x' }, { a: 'y' }, { a: 'y' }],
    [{ $sortByCount: '$a' }],
    [
      { _id: 'y', count: 2 },
      { _id: 'x', count: 1 },
    ],
  ],
  [
    '$bucket',
    [{ a: 1 }, { a: 5 }, { a: 6 }, { a: 99 }],
    [{ $bucket: { groupBy: '$a', boundaries: [0, 5, 10], default: 'other' } }],
    [
      { _id: 0, count: 1 },
      { _id: 5, count: 2 },
      { _id: 'other', count: 1 },
    ],
  ],
  [
    '$bucketAuto',
    range(4),
    [{ $bucketAuto: { groupBy: '$i', buckets: 2 } }],
    [
      { _id: { min: 1, max: 3 }, count: 2 },
      { _id: { min: 3, max: 4 }, count: 2 },
    ],
  ],
];

const WINDOWS: Row[] = [
  [
    'a running sum',
    [
      { k: 'a', i: 2 },
      { k: 'b', i: 5 },
      { k: 'a', i: 1 },
    ],
    [
      {
        $setWindowFields: {
          partitionBy: '$k',
          sortBy: { i: 1 },
          output: { s: { $sum: '$i', window: { documents: ['unbounded', 'current'] } } },
        },
      },
    ],
    [
      { k: 'a', i: 1, s: 1 },
      { k: 'a', i: 2, s: 3 },
      { k: 'b', i: 5, s: 5 },
    ],
  ],
  [
    'a sliding window',
    range(4),
    [
      { $setWindowFields: { sortBy: { i: 1 }, output: { s: { $sum: '$i', window: { documents: [-1, 1] } } } } },
      { $project: { s: 1 } },
    ],
    [{ s: 3 }, { s: 6 }, { s: 9 }, { s: 7 }],
  ],
  [
    'a range',
    [{ i: 1 }, { i: 2 }, { i: 5 }],
    [{ $setWindowFields: { sortBy: { i: 1 }, output: { n: { $count: {}, window: { range: [-1, 0] } } } } }],
    [
      { i: 1, n: 1 },
      { i: 2, n: 2 },
      { i: 5, n: 1 },
    ],
  ],
  [
    'a range of days',
    [{ d: new Date('2024-01-01') }, { d: new Date('2024-01-02') }, { d: new Date('2024-01-09') }],
    [
      {
        $setWindowFields: {
          sortBy: { d: 1 },
          output: { n: { $sum: 1, window: { range: [-1, 'current'], unit: 'day' } } },
        },
      },
      { $project: { n: 1 } },
    ],
    [{ n: 1 }, { n: 2 }, { n: 1 }],
  ],
  [
    'ranks',
    [{ i: 1 }, { i: 1 }, { i: 2 }],
    [
      {
        $setWindowFields: {
          sortBy: { i: 1 },
          output: { r: { $rank: {} }, d: { $denseRank: {} }, n: { $documentNumber: {} } },
        },
      },
    ],
    [
      { i: 1, r: 1, d: 1, n: 1 },
      { i: 1, r: 1, d: 1, n: 2 },
      { i: 2, r: 3, d: 2, n: 3 },
    ],
  ],
  [
    '$shift',
    range(2),
    [{ $setWindowFields: { sortBy: { i: 1 }, output: { p: { $shift: { output: '$i', by: -1, default: 0 } } } } }],
    [
      { i: 1, p: 0 },
      { i: 2, p: 1 },
    ],
  ],
  [
    '$locf',
    [{ i: 1, v: 5 }, { i: 2 }],
    [{ $setWindowFields: { sortBy: { i: 1 }, output: { v: { $locf: '$v' } } } }],
    [
      { i: 1, v: 5 },
      { i: 2, v: 5 },
    ],
  ],
  [
    '$expMovingAvg',
    [{ i: 1 }, { i: 3 }],
    [{ $setWindowFields: { sortBy: { i: 1 }, output: { e: { $expMovingAvg: { input: '$i', alpha: 0.5 } } } } }],
    [
      { i: 1, e: new Double(1) },
      { i: 3, e: new Double(2) },
    ],
  ],
];

describe.each([
  ['simple stages', SIMPLE],
  ['groups', GROUPS],
  ['windows', WINDOWS],
])('pipeline: %s', (_, rows) => {
  it.each(rows)('%s', (_name, docs, stages, expected) => {
    const input = docs.map(faithful);
    const before = input.map(encode);
    const result = [...compilePipeline(stages.map(faithful), contextOver({}))(input)];
    expect(result.map(encode)).toEqual(expected.map(encode));
    expect(input.map(encode)).toEqual(before);
  });
});

describe('$group', () => {
  it('keeps documents of other key order apart', () => {
    expect(aggregate([{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }], [{ $group: { _id: '$a' } }])).toHaveLength(2);
  });

  it('obeys the collation', () => {
    const context = { ...contextOver({}), collator: collatorOf({ locale: 'en', strength: 2 }) };
    expect(aggregate([{ a: 'X' }, { a: 'x' }], [{ $group: { _id: '$a', n: { $sum: 1 } } }], context)).toEqual([
      { _id: 'X', n: 2 },
    ]);
  });
});

describe('$sample', () => {
  it('takes so many documents, each at most once', () => {
    const taken = aggregate(range(10), [{ $sample: { size: 4 } }]).map(({ i }) => i);
    expect(new Set(taken).size).toBe(4);
    expect(aggregate(range(2), [{ $sample: { size: 4 } }])).toHaveLength(2);
  });
});

describe('joins', () => {
  const id = new ObjectId();
  const collections: Collections = {
    'db.other': [
      { _id: 1, y: 1, q: 1 },
      { _id: 2, y: 2, q: 2 },
      { _id: 3, q: 3 },
      { _id: 4, y: null, q: 4 },
      { _id: 5, y: [1, 7], q: 5 },
    ],
    'db.people': [
      { _id: 1, name: 'a', boss: 'b' },
      { _id: 2, name: 'b', boss: 'c' },
      { _id: 3, name: 'c', boss: 'a' },
      { _id: 4, name: 'd' },
    ],
    'db.refs': [{ _id: id, v: 1 }],
    'second.other': [{ _id: 9 }],
  };
  const joined = (doc: Document, lookup: Document): unknown =>
    aggregate([doc], [{ $lookup: lookup }], contextOver(collections)).map(({ r }) =>
      (r as Document[]).map(({ _id }) => _id),
    )[0];

  it.each<[string, Document, Document, unknown[]]>([
    ['by equality, arrays included', { x: 1 }, { from: 'other', localField: 'x', foreignField: 'y', as: 'r' }, [1, 5]],
    ['missing with missing and null', {}, { from: 'other', localField: 'x', foreignField: 'y', as: 'r' }, [3, 4]],
    [
      'elements of a local array',
      { x: [2, 7] },
      { from: 'other', localField: 'x', foreignField: 'y', as: 'r' },
      [2, 5],
    ],
    [
      'with a pipeline too',
      { x: 1 },
      { from: 'other', localField: 'x', foreignField: 'y', pipeline: [{ $match: { q: { $gt: 1 } } }], as: 'r' },
      [5],
    ],
    [
      'with let',
      { x: 2 },
      {
        from: 'other',
        let: { x: '$x' },
        pipeline: [{ $match: { $expr: { $gte: ['$q', { $add: ['$$x', 1] }] } } }, { $sort: { q: -1 } }],
        as: 'r',
      },
      [5, 4, 3],
    ],
    ['without connection', { x: 2 }, { from: 'other', pipeline: [{ $match: { q: 2 } }], as: 'r' }, [2]],
    ['from another database', {}, { from: { db: 'second', coll: 'other' }, pipeline: [], as: 'r' }, [9]],
    ['from documents', {}, { pipeline: [{ $documents: [{ _id: 'd' }] }], as: 'r' }, ['d']],
  ])('$lookup %s', (_, doc, lookup, expected) => {
    expect(joined(doc, lookup)).toEqual(expected);
  });

  it('$lookup writes into a dotted path', () => {
    const [doc] = aggregate(
      [{ a: { b: 1 }, x: 3 }],
      [{ $lookup: { from: 'other', localField: 'x', foreignField: '_id', as: 'a.r' } }],
      contextOver(collections),
    );
    expect(doc).toEqual({ a: { b: 1, r: [{ _id: 3, q: 3 }] }, x: 3 });
  });

  it('$lookup inside $lookup sees the outer variables', () => {
    const inner = { from: 'people', pipeline: [{ $match: { $expr: { $eq: ['$name', '$$who'] } } }], as: 'p' };
    const outer = {
      from: 'other',
      let: { who: '$who' },
      pipeline: [{ $match: { _id: 1 } }, { $lookup: inner }],
      as: 'r',
    };
    const [doc] = aggregate([{ who: 'd' }], [{ $lookup: outer }], contextOver(collections));
    expect((doc?.r as Document[])[0]?.p).toEqual([{ _id: 4, name: 'd' }]);
  });

  it('$lookup hands the leading $match to the read and asks once for equal values', () => {
    const reads: unknown[] = [];
    const lookup = { from: 'other', localField: 'x', foreignField: 'y', pipeline: [{ $match: { q: 1 } }], as: 'r' };
    aggregate([{ x: 1 }, { x: 1 }, { x: 2 }], [{ $lookup: lookup }], contextOver(collections, reads));
    const read = (x: number): unknown => ['db.other', { $and: [{ y: { $eq: x } }, { q: 1 }] }];
    expect(reads).toEqual([read(1), read(2)]);
  });

  it('$unionWith appends another collection', () => {
    const stages = [
      { $unionWith: { coll: 'other', pipeline: [{ $match: { q: { $lte: 2 } } }] } },
      { $project: { q: 1 } },
    ];
    expect(aggregate([{ _id: 0 }], stages, contextOver(collections))).toEqual([
      { _id: 0 },
      { _id: 1, q: 1 },
      { _id: 2, q: 2 },
    ]);
  });

  it.each<[string, Document, unknown[]]>([
    ['all levels, cycles included', {}, ['b', 'c', 'a']],
    ['some levels', { maxDepth: 1 }, ['b', 'c']],
    ['restricted', { restrictSearchWithMatch: { name: { $ne: 'c' } } }, ['b']],
  ])('$graphLookup: %s', (_, options, expected) => {
    const graph = {
      from: 'people',
      startWith: '$boss',
      connectFromField: 'boss',
      connectToField: 'name',
      as: 'r',
      depthField: 'depth',
      ...options,
    };
    const [doc] = aggregate([{ boss: 'b' }], [{ $graphLookup: graph }], contextOver(collections));
    expect((doc?.r as Document[]).map(({ name }) => name)).toEqual(expected);
    expect((doc?.r as Document[])[0]?.depth).toBe(0n);
  });
});

describe('pipelines that are refused before the first document', () => {
  it.each<[string, number, Document[]]>([
    ['an unknown stage', 40324, [{ $foo: 1 }]],
    ['two stages in one', 40323, [{ $match: {}, $limit: 1 }]],
    ['an empty stage', 40323, [{}]],
    ['an unknown operator in $match', 2, [{ $match: { a: { $foo: 1 } } }]],
    ['an unknown expression', 168, [{ $project: { a: { $foo: 1 } } }]],
    ['an unknown accumulator', 15952, [{ $group: { _id: null, a: { $foo: 1 } } }]],
    ['$group without _id', 15955, [{ $group: { a: { $sum: 1 } } }]],
    ['$group with a plain field', 40234, [{ $group: { _id: null, a: 1 } }]],
    ['two accumulators', 40238, [{ $group: { _id: null, a: { $sum: 1, $avg: 1 } } }]],
    ['$limit 0', 15958, [{ $limit: 0 }]],
    ['a negative $skip', 15956, [{ $skip: -1 }]],
    ['an empty $sort', 15976, [{ $sort: {} }]],
    ['an empty $project', 51272, [{ $project: {} }]],
    ['a mixed $project', 31254, [{ $project: { a: 1, b: 0 } }]],
    ['$count with a dollar', 40158, [{ $count: '$n' }]],
    ['$unwind without dollar', 28818, [{ $unwind: 'a' }]],
    ['$bucket out of order', 40194, [{ $bucket: { groupBy: '$a', boundaries: [5, 1] } }]],
    ['$lookup without as', 9, [{ $lookup: { from: 'x', localField: 'a', foreignField: 'b' } }]],
    ['a bad stage inside $lookup', 40324, [{ $lookup: { from: 'x', pipeline: [{ $foo: 1 }], as: 'r' } }]],
    ['a bad stage inside $facet', 40324, [{ $facet: { a: [{ $foo: 1 }] } }]],
    ['$out inside $facet', 40600, [{ $facet: { a: [{ $out: 'x' }] } }]],
    ['$out before the end', 40601, [{ $out: 'x' }, { $limit: 1 }]],
    ['$documents later', 40602, [{ $limit: 1 }, { $documents: [] }]],
    ['$changeStream', 40573, [{ $changeStream: {} }]],
    ['$geoNear', 238, [{ $geoNear: {} }]],
    ['$function', 238, [{ $set: { a: { $function: {} } } }]],
    ['$accumulator', 238, [{ $group: { _id: null, a: { $accumulator: {} } } }]],
    ['an unknown window function', 9, [{ $setWindowFields: { output: { a: { $foo: 1 } } } }]],
    ['$rank without order', 5371602, [{ $setWindowFields: { output: { a: { $rank: {} } } } }]],
  ])('%s: %d', (_, code, stages) => {
    expect(codeOf(() => compilePipeline(stages, contextOver({})))).toBe(code);
  });

  it('a root that is no document is refused when met', () => {
    expect(codeOf(() => aggregate([{ a: 1 }], [{ $replaceWith: '$a' }]))).toBe(40228);
    expect(codeOf(() => aggregate([{ a: 99 }], [{ $bucket: { groupBy: '$a', boundaries: [0, 5] } }]))).toBe(40066);
  });
});

describe('what a pipeline reads', () => {
  it.each<[Document[], string[] | null]>([
    [
      [{ $match: { a: 1, 'b.c': 2 } }, { $group: { _id: '$d.e', s: { $sum: '$f' } } }],
      ['a', 'b', 'd', 'f'],
    ],
    [
      [{ $sort: { a: 1 } }, { $project: { b: 1, c: '$d' } }],
      ['a', 'b', 'c', 'd', '_id'],
    ],
    [
      [{ $match: { $expr: { $eq: ['$a', '$$ROOT.b'] } } }, { $count: 'n' }],
      ['a', 'b'],
    ],
    [
      [{ $set: { x: '$a' } }, { $sortByCount: '$x' }],
      ['a', 'x'],
    ],
    [[{ $group: { _id: null, t: { $top: { sortBy: { a: 1 }, output: '$b' } } } }], null],
    [[{ $group: { _id: null, all: { $push: '$$ROOT' } } }], null],
    [[{ $match: { a: 1 } }], null],
    [[{ $project: { a: 0 } }], null],
    [[{ $lookup: { from: 'x' } }, { $count: 'n' }], null],
  ])('%j', (stages, expected) => {
    const fields = dependencies(stages);
    expect(fields && [...fields]).toEqual(expected);
  });
});

describe('helpers of commands', () => {
  it('take $out and $merge off the end', () => {
    expect(splitOutput([{ $limit: 1 }, { $out: 'x' }])).toEqual({
      stages: [{ $limit: 1 }],
      output: { name: '$out', spec: 'x' },
    });
    expect(splitOutput([{ $merge: { into: 'x' } }]).output).toEqual({ name: '$merge', spec: { into: 'x' } });
    expect(splitOutput([{ $limit: 1 }]).output).toBeUndefined();
    expect(codeOf(() => splitOutput([{ $out: 5 }]))).toBe(16990);
  });

  it('evaluate let', () => {
    const context = contextOver({});
    expect(evaluateLet({ a: { $literal: '$x' }, b: { $add: [1, 2] }, c: '$$NOW' }, context)).toEqual({
      a: '$x',
      b: 3,
      c: context.now,
    });
    expect(codeOf(() => evaluateLet({ A: 1 }, context))).toBe(16867);
  });
});
