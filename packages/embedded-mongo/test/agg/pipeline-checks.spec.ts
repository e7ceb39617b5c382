import { compilePipeline, dependencies, evaluateLet, splitOutput } from '../../src/agg';
import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';
import { aggregate, contextOver } from './pipelines';

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

describe('what commands ask for', () => {
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
