import { compileUpdate, upsertSeed } from '../../src/update';
import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';

const NOW = new Date('2024-05-06T07:08:09Z');

const run = (doc: Document, ...stages: Document[]): Document =>
  compileUpdate(stages, { ctx: { now: NOW, variables: { owner: 'w1' } } }).apply(doc, { inserting: false });

describe('pipeline update', () => {
  it.each<[string, Document, Document[], Document]>([
    ['$set from a field', { _id: 1, a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }], { _id: 1, a: 1, b: 2 }],
    [
      'stages see each other',
      { _id: 1, a: 1 },
      [{ $set: { b: 2 } }, { $set: { c: '$b' } }, { $unset: 'b' }],
      { _id: 1, a: 1, c: 2 },
    ],
    ['fields of one stage do not', { _id: 1, a: 1 }, [{ $set: { a: 2, b: '$a' } }], { _id: 1, a: 2, b: 1 }],
    ['$set into a document', { _id: 1, a: { x: 1 } }, [{ $set: { 'a.y': 2 } }], { _id: 1, a: { x: 1, y: 2 } }],
    [
      '$set merges nested documents',
      { _id: 1, a: { x: 1 } },
      [{ $set: { a: { y: 2 } } }],
      { _id: 1, a: { x: 1, y: 2 } },
    ],
    ['$set through a scalar', { _id: 1, a: 5 }, [{ $set: { 'a.y': 2 } }], { _id: 1, a: { y: 2 } }],
    [
      '$set into each element',
      { _id: 1, a: [{ x: 1 }, 5] },
      [{ $set: { 'a.y': 2 } }],
      { _id: 1, a: [{ x: 1, y: 2 }, { y: 2 }] },
    ],
    ['$$REMOVE', { _id: 1, a: 1 }, [{ $set: { a: '$$REMOVE' } }], { _id: 1 }],
    ['$$NOW', { _id: 1 }, [{ $set: { at: '$$NOW' } }], { _id: 1, at: NOW }],
    ['a variable of let', { _id: 1 }, [{ $set: { by: '$$owner' } }], { _id: 1, by: 'w1' }],
    ['$project', { _id: 1, a: 1, b: 2 }, [{ $project: { b: 1 } }], { _id: 1, b: 2 }],
    ['$replaceWith keeps _id', { _id: 1, a: { x: 1 } }, [{ $replaceWith: '$a' }], { _id: 1, x: 1 }],
    [
      '$replaceRoot',
      { _id: 1, a: 1 },
      [{ $replaceRoot: { newRoot: { $mergeObjects: ['$$ROOT', { b: 2 }] } } }],
      { _id: 1, a: 1, b: 2 },
    ],
  ])('%s', (_, doc, stages, expected) => {
    const before = structuredClone(doc);
    expect(run(doc, ...stages)).toEqual(expected);
    expect(doc).toEqual(before);
  });

  it('takes a lease only when the old one has expired', () => {
    const free = { $or: [{ $not: ['$lease'] }, { $lt: ['$lease.until', '$$NOW'] }] };
    const take = {
      $set: {
        lease: {
          $cond: [
            free,
            {
              owner: 'me',
              fence: { $add: [{ $ifNull: ['$lease.fence', 0] }, 1] },
              until: { $dateAdd: { startDate: '$$NOW', unit: 'second', amount: 30 } },
            },
            '$lease',
          ],
        },
      },
    };
    const first = run({ _id: 'c' }, take);
    expect(first.lease).toEqual({ owner: 'me', fence: 1, until: new Date('2024-05-06T07:08:39Z') });
    const held = { _id: 'c', lease: { owner: 'other', fence: 7, until: new Date('2024-05-06T07:08:10Z') } };
    expect(run(held, take).lease).toEqual(held.lease);
    const expired = { _id: 'c', lease: { owner: 'other', fence: 7, until: new Date('2024-05-06T07:08:08Z') } };
    expect(run(expired, take).lease).toMatchObject({ owner: 'me', fence: 8 });
  });

  it('edits arrays as they are now', () => {
    const doc = { _id: 1, timers: [{ id: 'a' }, { id: 'b' }], outbox: [1], ring: ['x', 'y', 'z'] };
    const after = run(doc, {
      $set: {
        timers: {
          $concatArrays: [{ $filter: { input: '$timers', cond: { $ne: ['$$this.id', 'a'] } } }, [{ id: 'c' }]],
        },
        outbox: { $concatArrays: ['$outbox', { $literal: [2] }] },
        ring: { $slice: [{ $concatArrays: ['$ring', ['w']] }, -3] },
        next: { $min: '$timers.at' },
      },
    });
    expect(after).toEqual({
      _id: 1,
      timers: [{ id: 'b' }, { id: 'c' }],
      outbox: [1, 2],
      ring: ['y', 'z', 'w'],
      next: null,
    });
  });
});

describe('the document an upsert starts from', () => {
  it.each<[string, Document, Document]>([
    ['equalities', { a: 1, b: { $eq: 2 } }, { a: 1, b: 2 }],
    ['paths', { 'a.b': 1, 'a.c': 2 }, { a: { b: 1, c: 2 } }],
    ['$and', { $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }],
    ['a single $or', { $or: [{ a: 1 }] }, { a: 1 }],
    ['not a real $or', { $or: [{ a: 1 }, { b: 2 }] }, {}],
    ['a single $in and $all', { a: { $in: [1] }, b: { $all: [2] } }, { a: 1, b: 2 }],
    ['no ranges', { a: { $gt: 1 }, b: 5 }, { b: 5 }],
    ['no patterns', { a: /x/, b: 5 }, { b: 5 }],
    ['whole documents', { a: { x: 1 } }, { a: { x: 1 } }],
  ])('%s', (_, filter, expected) => {
    expect(upsertSeed(filter)).toEqual(expected);
  });

  it('refuses one path twice', () => {
    expect(codeOf(() => upsertSeed({ a: 1, $and: [{ a: 2 }] }))).toBe(54);
  });

  it('takes _id into a replacement and a pipeline', () => {
    const apply = (spec: Document | Document[]): Document =>
      compileUpdate(spec, { ctx: { now: NOW } }).apply(upsertSeed({ _id: 'x', w: 1 }), { inserting: true });
    expect(apply({ b: 1 })).toEqual({ _id: 'x', b: 1 });
    expect(apply([{ $set: { b: 1 } }])).toEqual({ _id: 'x', w: 1, b: 1 });
    expect(apply({ $set: { b: 1 }, $setOnInsert: { c: 1 } })).toEqual({ _id: 'x', w: 1, b: 1, c: 1 });
  });
});
