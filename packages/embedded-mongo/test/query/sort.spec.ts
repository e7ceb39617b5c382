import { Long, ObjectId } from 'bson';

import { Pace } from '../../src/pace';
import { collatorOf, compileSort, compileValueSort, type CompileContext } from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf, faithful } from '../bson/faithful';

const context: CompileContext = { now: new Date(0) };

const sorted = (docs: readonly Document[], spec: Document, ctx = context): unknown[] => {
  const work = compileSort(spec, ctx).sort(docs.map(faithful), (doc) => doc, new Pace());
  for (;;) {
    const step = work.next();
    if (step.done) return step.value.map((doc) => doc.i);
  }
};

describe('sort', () => {
  it.each<[string, number[], Document[], Document]>([
    [
      'null and missing tie',
      [2, 1],
      [
        { i: 1, b: 2 },
        { i: 2, a: null, b: 1 },
      ],
      { a: 1, b: 1 },
    ],
    [
      'ObjectId before bool',
      [1, 2],
      [
        { i: 2, a: true },
        { i: 1, a: new ObjectId() },
      ],
      { a: 1 },
    ],
    [
      'int64 among numbers',
      [1, 2, 3],
      [
        { i: 2, a: Long.fromNumber(5) },
        { i: 3, a: 6 },
        { i: 1, a: 4 },
      ],
      { a: 1 },
    ],
    [
      'bool before date',
      [1, 2],
      [
        { i: 2, a: new Date() },
        { i: 1, a: true },
      ],
      { a: 1 },
    ],
    [
      'arrays downwards by their largest',
      [2, 1],
      [
        { i: 1, a: [3] },
        { i: 2, a: [2, 9] },
      ],
      { a: -1 },
    ],
    [
      'arrays upwards by their smallest',
      [2, 1],
      [
        { i: 1, a: [3] },
        { i: 2, a: [9, 2] },
      ],
      { a: 1 },
    ],
    [
      'an empty array before null',
      [2, 1],
      [
        { i: 1, a: null },
        { i: 2, a: [] },
      ],
      { a: 1 },
    ],
    [
      'equal keys keep their order',
      [1, 2],
      [
        { i: 1, a: 5 },
        { i: 2, a: 5 },
      ],
      { a: -1 },
    ],
    [
      'documents field by field',
      [1, 2],
      [
        { i: 2, a: { b: 2, a: 1 } },
        { i: 1, a: { a: 9 } },
      ],
      { a: 1 },
    ],
    [
      'strings by UTF-8',
      [1, 2],
      [
        { i: 2, a: '\u{1F600}' },
        { i: 1, a: '\uFFFD' },
      ],
      { a: 1 },
    ],
    [
      'a path through arrays',
      [2, 1],
      [
        { i: 1, a: [{ b: 5 }, { b: 3 }] },
        { i: 2, a: [{ b: 4 }, { b: 1 }] },
      ],
      { 'a.b': 1 },
    ],
    [
      'several fields',
      [3, 1, 2],
      [
        { i: 1, a: 1, b: 1 },
        { i: 2, a: 1, b: 0 },
        { i: 3, a: 0 },
      ],
      { a: 1, b: -1 },
    ],
    [
      'an int64 direction',
      [2, 1],
      [
        { i: 1, a: 1 },
        { i: 2, a: 2 },
      ],
      faithful({ a: Long.fromNumber(-1) }),
    ],
  ])('%s', (_, expected, docs, spec) => {
    expect(sorted(docs, spec)).toEqual(expected);
  });

  it('compares two documents in the same way', () => {
    const { compare } = compileSort({ a: -1 }, context);
    expect(Math.sign(compare({ a: [1, 5] }, { a: 3 }))).toBe(-1);
    expect(compare({}, { a: null })).toBe(0);
  });

  it('obeys the collation', () => {
    const docs = [
      { i: 1, a: 'b' },
      { i: 2, a: 'A' },
      { i: 3, a: 'C' },
      { i: 4, a: 'item 10' },
      { i: 5, a: 'item 9' },
    ];
    expect(
      sorted(docs, { a: 1 }, { ...context, collator: collatorOf({ locale: 'en', numericOrdering: true }) }),
    ).toEqual([2, 1, 3, 5, 4]);
    expect(sorted(docs, { a: 1 })).toEqual([2, 3, 1, 4, 5]);
  });

  it('sorts by text score, best first', () => {
    const text = { fields: null, test: () => true, score: (doc: Document) => Number(doc.i) };
    expect(sorted([{ i: 1 }, { i: 3 }, { i: 2 }], { score: { $meta: 'textScore' } }, { ...context, text })).toEqual([
      3, 2, 1,
    ]);
  });

  it.each<[number, Document]>([
    [15975, { a: 2 }],
    [15974, { a: 'asc' }],
    [17312, { a: { $meta: 'other' } }],
    [40218, { a: { $meta: 'textScore' } }],
  ])('refuses with %d', (code, spec) => {
    expect(codeOf(() => compileSort(spec, context))).toBe(code);
  });

  it('names the top-level fields it reads', () => {
    expect([...(compileSort({ 'a.b': 1, c: -1 }, context).fields ?? [])]).toEqual(['a', 'c']);
  });
});

describe('sorting of values', () => {
  it('orders scalars and documents', () => {
    expect(compileValueSort(-1, context)([1, 'a', 3])).toEqual(['a', 3, 1]);
    expect(compileValueSort({ x: 1 }, context)([{ x: 2 }, 5, { x: 1 }])).toEqual([5, { x: 1 }, { x: 2 }]);
    expect(codeOf(() => compileValueSort(2, context))).toBe(2);
    expect(codeOf(() => compileValueSort({}, context))).toBe(2);
  });
});
