import type { Collection } from 'mongodb';
import { explainOf, scanOf } from '../support/explained';
import { type Doc, errorOf, idsOf, useStore } from '../support/test-store';

describe('plans', () => {
  const store = useStore('memory');
  let documents: Collection<Doc>;
  beforeAll(async () => {
    const kinds = ['a', 'b', 'c'];
    documents = await store.collection(
      Array.from({ length: 300 }, (_, n) => ({
        _id: n,
        tenant: `t${n % 3}`,
        kind: kinds[n % 2],
        at: new Date(n),
        n,
        open: n % 10 === 0 || undefined,
        tags: [n % 5, n % 7],
        due: n % 10 === 0 ? new Date(n) : null,
      })),
    );
    await documents.createIndexes([
      { key: { tenant: 1, kind: 1, at: -1 } },
      { key: { n: 1 }, sparse: true },
      { key: { at: 1 }, partialFilterExpression: { open: true } },
      { key: { tags: 1 } },
      { key: { due: 1 }, partialFilterExpression: { due: { $type: 'date' } } },
    ]);
  });

  it.each<[string, Doc, Doc, Doc, number]>([
    ['equality on _id', { _id: 5 }, {}, { indexName: '_id_' }, 1],
    [
      'equality, equality and sort',
      { tenant: 't1', kind: 'a' },
      { at: -1 },
      { indexName: 'tenant_1_kind_1_at_-1', direction: 'forward' },
      50,
    ],
    [
      'a sort the other way',
      { tenant: 't1', kind: 'a' },
      { at: 1 },
      { indexName: 'tenant_1_kind_1_at_-1', direction: 'backward' },
      50,
    ],
    ['equality and a range', { tenant: 't1', kind: 'a', at: { $lt: new Date(100) } }, { at: -1 }, { ranges: 1 }, 16],
    ['several points and a sort', { tenant: 't1', kind: { $in: ['a', 'b'] } }, { at: -1 }, { ranges: 2 }, 100],
    [
      'several points and a sort by them',
      { tenant: { $in: ['t2', 't0'] } },
      { tenant: 1, kind: 1, at: -1 },
      { ranges: 2, direction: 'forward' },
      200,
    ],
    [
      'several points and a sort by them the other way',
      { tenant: { $in: ['t0', 't2'] }, kind: { $in: ['b', 'a'] } },
      { tenant: -1, kind: -1 },
      { ranges: 4, direction: 'backward' },
      200,
    ],
    [
      'a partial index whose filter is implied',
      { open: true, at: { $gt: new Date(200) } },
      {},
      { indexName: 'at_1' },
      9,
    ],
    ['no partial index otherwise', { at: { $gt: new Date(200) } }, {}, { stage: 'COLLSCAN' }, 300],
    [
      'a partial index whose operator is among those of the field',
      { due: { $lte: new Date(99), $type: 'date' } },
      { due: 1 },
      { indexName: 'due_1' },
      10,
    ],
    [
      'a partial index whose filter follows from a range',
      { due: { $gt: new Date(9), $lte: new Date(99) } },
      { due: -1 },
      { indexName: 'due_1', direction: 'backward' },
      9,
    ],
    [
      'no partial index for one of another type',
      { due: { $lte: 99, $type: 'string' } },
      {},
      { stage: 'COLLSCAN' },
      300,
    ],
    ['a range on a sparse index', { n: { $gte: 290 } }, {}, { indexName: 'n_1' }, 10],
    ['no sparse index for null', { n: null }, {}, { stage: 'COLLSCAN' }, 300],
    ['a multikey index, one bound', { tags: 6 }, {}, { indexName: 'tags_1', isMultiKey: true }, 42],
    ['a pattern with a fixed start', { tenant: /^t1/ }, {}, { indexName: 'tenant_1_kind_1_at_-1' }, 100],
    ['no index for a free pattern', { tenant: /1$/ }, {}, { stage: 'COLLSCAN' }, 300],
    ['an index for the sort alone', {}, { _id: -1 }, { indexName: '_id_', direction: 'backward' }, 300],
    ['$elemMatch on fields', { tags: { $elemMatch: { $eq: 6 } } }, {}, { indexName: 'tags_1' }, 42],
    ['an $expr equality', { $expr: { $eq: ['$n', 7] } }, {}, { indexName: 'n_1' }, 1],
    ['no documents for an empty $in', { _id: { $in: [] } }, {}, { indexName: '_id_' }, 0],
  ])('uses %s', async (_name, filter, sort, expected, examined) => {
    const find = () => documents.find(filter).sort(sort);
    expect(await scanOf(find())).toMatchObject(expected);
    const { executionStats, queryPlanner } = await explainOf(find());
    expect(executionStats.totalDocsExamined).toBe(examined);
    expect(queryPlanner.winningPlan.stage).not.toBe('SORT');
    const natural = documents.find(filter).sort(sort).hint({ $natural: 1 });
    expect(new Set(await idsOf(find()))).toEqual(new Set(await idsOf(natural)));
  });

  describe('an index over an array', () => {
    let tagged: Collection<Doc>;
    beforeAll(async () => {
      const rows = Array.from({ length: 60 }, (_, n) => ({
        _id: n,
        tags: [`t${n % 3}`, `t${n % 2}`],
        at: 60 - n,
        many: n,
      }));
      tagged = await store.collection(rows);
      await tagged.createIndexes([{ key: { tags: 1, at: -1, _id: -1 } }, { key: { many: 1, at: 1 } }]);
    });

    it.each<[string, Doc, Doc]>([
      ['held to one value gives the order of what follows', { tags: 't2' }, { at: -1, _id: -1 }],
      ['the other way round, too', { tags: 't2', at: { $lte: 40 } }, { at: 1, _id: 1 }],
    ])('%s', async (_name, filter, sort) => {
      const find = () => tagged.find(filter).sort(sort);
      const { queryPlanner } = await explainOf(find());
      expect(queryPlanner.winningPlan.stage).not.toBe('SORT');
      expect(await scanOf(find())).toMatchObject({ indexName: 'tags_1_at_-1__id_-1' });
      expect(await idsOf(find())).toEqual(await idsOf(find().hint({ $natural: 1 })));
    });

    it.each<[string, Doc, Doc]>([
      ['held to several', { tags: { $in: ['t1', 't2'] } }, { at: -1 }],
      ['that the order goes by', { tags: 't2' }, { tags: 1, at: -1 }],
    ])('%s gives none', async (_name, filter, sort) => {
      const find = () => tagged.find(filter).sort(sort);
      expect((await explainOf(find())).queryPlanner.winningPlan.stage).toBe('SORT');
      expect(await idsOf(find())).toEqual(await idsOf(find().hint({ $natural: 1 })));
    });

    it('loses the order as soon as another of its fields holds an array', async () => {
      const find = () => tagged.find({ many: 7 }).sort({ at: 1 }).hint('many_1_at_1');
      expect((await explainOf(find())).queryPlanner.winningPlan.stage).not.toBe('SORT');
      await tagged.updateOne({ _id: 8 }, { $set: { tags: 'none', many: 7, at: [100, 0] } });
      expect((await explainOf(find())).queryPlanner.winningPlan.stage).toBe('SORT');
      expect(await idsOf(find())).toEqual([8, 7]);
    });
  });

  it('stops at the limit where several points come in the order of the index', async () => {
    const found = documents.find({ tenant: { $in: ['t2', 't0'] } }).sort({ tenant: 1, kind: 1, at: -1 });
    const { executionStats } = await explainOf(found.limit(120));
    expect(executionStats.totalDocsExamined).toBe(120);
  });

  it('sorts when no index gives the order', async () => {
    const { queryPlanner } = await explainOf(documents.find({ tenant: 't1' }).sort({ n: 1, at: 1 }));
    expect(queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'FETCH' } });
  });

  it('unites indexed branches of $or, without repeating documents', async () => {
    const filter: Doc = { $or: [{ _id: 3 }, { n: 3 }, { tenant: 't0', kind: 'a', at: { $lt: new Date(7) } }] };
    const explained = await explainOf(documents.find(filter));
    expect(explained.queryPlanner.winningPlan.inputStage).toMatchObject({ stage: 'OR' });
    expect(explained.executionStats.totalDocsExamined).toBe(3);
    expect(await idsOf(documents.find(filter).sort({ _id: 1 }))).toEqual([0, 3, 6]);
  });

  it('stops reading at the limit when the index gives the order', async () => {
    const page = documents
      .find({ tenant: 't1', kind: { $in: ['a', 'b'] } })
      .sort({ at: -1 })
      .limit(5);
    expect((await explainOf(page)).executionStats.totalDocsExamined).toBe(5);
  });

  it('follows a hint and refuses an unknown one', async () => {
    expect(await scanOf(documents.find({ kind: 'a' }).hint('tenant_1_kind_1_at_-1'))).toMatchObject({
      stage: 'IXSCAN',
    });
    expect(await errorOf(documents.find({}).hint('missing').toArray())).toMatchObject({ code: 2 });
    expect(await errorOf(documents.find({}).hint('at_1').toArray())).toMatchObject({ code: 291 });
  });

  it('explains writes without doing them', async () => {
    const name = documents.collectionName;
    const update = { update: name, updates: [{ q: { _id: 1 }, u: { $set: { changed: true } } }] };
    const explained = await explainOf({ explain: () => store.db.command({ explain: update }) });
    expect(explained.queryPlanner.winningPlan.inputStage).toMatchObject({ indexName: '_id_' });
    expect(await documents.countDocuments({ changed: true })).toBe(0);
  });

  it('does not use a plain index under a collation, nor the other way round', async () => {
    const words = await store.collection([
      { _id: 1, a: 'Ann' },
      { _id: 2, a: 'ann' },
    ]);
    await words.createIndex({ a: 1 });
    await words.createIndex({ b: 1 }, { collation: { locale: 'en', strength: 2 } });
    const collation = { locale: 'en', strength: 2 };
    expect(await scanOf(words.find({ a: 'ANN' }).collation(collation))).toMatchObject({ stage: 'COLLSCAN' });
    expect(await idsOf(words.find({ a: 'ANN' }).collation(collation))).toEqual([1, 2]);
    expect(await scanOf(words.find({ b: 'x' }))).toMatchObject({ stage: 'COLLSCAN' });
    expect(await scanOf(words.find({ b: 'x' }).collation(collation))).toMatchObject({ indexName: 'b_1' });
  });
});
