import { Double } from 'bson';

import { checkRow, range, type Row } from './pipelines';

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

describe('windows', () => {
  it.each(WINDOWS.map((row) => [row[0], row] as const))('%s', (_name, row) => checkRow(row));
});
