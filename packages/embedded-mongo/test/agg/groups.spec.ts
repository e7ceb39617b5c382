import { Decimal128, Double, Long } from 'bson';

import { collatorOf } from '../../src/query';
import { aggregate, checkRow, contextOver, range, type Row } from './pipelines';

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

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
    '$bucketAuto keeps equal values together',
    [{ i: 1 }, { i: 1 }, { i: 1 }, { i: 2 }],
    [{ $bucketAuto: { groupBy: '$i', buckets: 2 } }],
    [
      { _id: { min: 1, max: 2 }, count: 3 },
      { _id: { min: 2, max: 2 }, count: 1 },
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

describe('groups', () => {
  it.each(GROUPS.map((row) => [row[0], row] as const))('%s', (_name, row) => checkRow(row));
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
