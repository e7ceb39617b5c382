import { ObjectId } from 'bson';

import type { Document } from '../../src/types';
import { aggregate, type Collections, contextOver } from './pipelines';

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
