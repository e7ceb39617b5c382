import type { Collection, CreateIndexesOptions, IndexSpecification } from 'mongodb';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

/** The scan under a winning plan, whatever stands above it. */
async function scanOf(cursor: { explain(): Promise<Doc> }): Promise<Doc> {
  const explained = await cursor.explain();
  let stage = explained.queryPlanner.winningPlan as Doc;
  while (stage.inputStage) stage = stage.inputStage as Doc;
  return stage;
}

describe.each(BACKENDS)('indexes: %s', (backend) => {
  const store = useStore(backend);

  it('lists, creates again and drops indexes', async () => {
    const documents = await store.collection([{ _id: 1 }]);
    expect(await documents.createIndex({ a: 1, b: -1 }, { unique: true })).toBe('a_1_b_-1');
    await documents.createIndex({ a: 1, b: -1 }, { unique: true });
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 60, partialFilterExpression: { done: true } });
    expect(await documents.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1', unique: true },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60, partialFilterExpression: { done: true } },
    ]);
    await documents.dropIndex('a_1_b_-1');
    expect(await errorOf(documents.dropIndex('a_1_b_-1'))).toMatchObject({ code: 27 });
    expect(await errorOf(documents.dropIndex('_id_'))).toMatchObject({ code: 72 });
    await documents.dropIndexes();
    expect(await documents.indexes()).toHaveLength(1);
  });

  it.each<[string, IndexSpecification, CreateIndexesOptions, number]>([
    ['another name for the same index', { a: 1 }, { name: 'other' }, 85],
    ['the same key with other options', { a: 1 }, { unique: true, name: 'third' }, 85],
    ['the same name for another key', { b: 1 }, { name: 'a_1' }, 86],
    ['a hashed index', { b: 'hashed' }, {}, 67],
    ['a geo index', { b: '2dsphere' }, {}, 67],
    ['a wildcard index', { '$**': 1 }, {}, 67],
    ['direction 0', { b: 0 as never }, {}, 67],
    ['a compound TTL index', { b: 1, c: 1 }, { expireAfterSeconds: 1 }, 67],
    ['a negation in a partial filter', { b: 1 }, { partialFilterExpression: { c: { $ne: 1 } } }, 67],
    ['partial and sparse at once', { b: 1 }, { sparse: true, partialFilterExpression: { c: 1 } }, 67],
    ['an unknown operator in a partial filter', { b: 1 }, { partialFilterExpression: { c: { $foo: 1 } } }, 67],
  ])('refuses %s', async (_name, key, options, code) => {
    const documents = await store.collection([{ _id: 1 }]);
    await documents.createIndex({ a: 1 });
    expect(await errorOf(documents.createIndex(key, options))).toMatchObject({ code });
    expect(await documents.indexes()).toHaveLength(2);
  });

  it('refuses an index option that it does not know', async () => {
    const wanted = { createIndexes: 'other', indexes: [{ key: { a: 1 }, name: 'a_1', bogus: 1 }] };
    expect(await errorOf(store.db.command(wanted))).toMatchObject({ code: 197 });
  });

  it('does not build a unique index over duplicates', async () => {
    const documents = await store.collection([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect(await errorOf(documents.createIndex({ a: 1 }, { unique: true }))).toMatchObject({
      code: 11000,
      keyValue: { a: 1 },
    });
    await documents.deleteOne({ _id: 2 });
    await documents.createIndex({ a: 1 }, { unique: true });
    expect(await errorOf(documents.insertOne({ a: 1 }))).toMatchObject({ code: 11000 });
  });

  it.each<[string, CreateIndexesOptions, Doc[], Doc, boolean]>([
    ['unique counts missing as null', { unique: true }, [{}], {}, false],
    ['unique compares numbers across types', { unique: true }, [{ a: 5 }], { a: 5.0 }, false],
    ['unique sparse lets many miss the field', { unique: true, sparse: true }, [{}], {}, true],
    ['unique sparse counts null', { unique: true, sparse: true }, [{ a: null }], { a: null }, false],
    ['unique looks into arrays', { unique: true }, [{ a: [1, 2] }], { a: [2, 3] }, false],
    ['one document may repeat a value', { unique: true }, [], { a: [1, 1] }, true],
    ['an empty array is not null', { unique: true }, [{ a: [] }], { a: null }, true],
    [
      'unique partial counts only its own',
      { unique: true, partialFilterExpression: { on: true } },
      [{ a: 1, on: true }],
      { a: 1 },
      true,
    ],
    [
      'unique partial refuses',
      { unique: true, partialFilterExpression: { on: true } },
      [{ a: 1, on: true }],
      { a: 1, on: true },
      false,
    ],
    [
      'unique under a collation',
      { unique: true, collation: { locale: 'en', strength: 2 } },
      [{ a: 'Ann' }],
      { a: 'ann' },
      false,
    ],
  ])('%s', async (_name, options, before, document, accepted) => {
    const documents = await store.collection();
    await documents.createIndex({ a: 1 }, options);
    for (const one of before) await documents.insertOne(one);
    const inserted = await documents.insertOne(document).then(
      () => true,
      (error: { code?: number }) => (error.code === 11000 ? false : Promise.reject(error)),
    );
    expect(inserted).toBe(accepted);
    expect(await documents.countDocuments()).toBe(before.length + (accepted ? 1 : 0));
  });

  it('keeps long values unique though their keys are cut', async () => {
    const long = 'x'.repeat(3000);
    const documents = await store.collection([
      { _id: 1, a: `${long}1` },
      { _id: 2, a: `${long}2` },
    ]);
    await documents.createIndex({ a: 1 }, { unique: true });
    expect(await errorOf(documents.insertOne({ a: `${long}2` }))).toMatchObject({ code: 11000 });
    expect(await idsOf(documents.find({ a: `${long}2` }))).toEqual([2]);
    expect(await idsOf(documents.find({ a: { $gte: `${long}2` } }))).toEqual([2]);
  });

  it('refuses parallel arrays, but not two fields of one array', async () => {
    const documents = await store.collection();
    await documents.createIndex({ a: 1, b: 1 });
    await documents.createIndex({ 'items.x': 1, 'items.y': 1 });
    expect(await errorOf(documents.insertOne({ a: [1], b: [2] }))).toMatchObject({ code: 171 });
    await documents.insertOne({
      _id: 1,
      items: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    });
    expect(await idsOf(documents.find({ 'items.x': 1, 'items.y': 4 }).hint('items.x_1_items.y_1'))).toEqual([1]);
  });

  it('searches text with weights, phrases and exclusions', async () => {
    const documents = await store.collection([
      { _id: 1, title: 'Running shoes', body: 'red and light' },
      { _id: 2, title: 'Blue shirt', body: 'goes with running shoes' },
      { _id: 3, title: 'Socks', body: 'for shoes' },
    ]);
    expect(await errorOf(documents.find({ $text: { $search: 'shoe' } }).toArray())).toMatchObject({ code: 27 });
    await documents.createIndex({ title: 'text', body: 'text' }, { weights: { title: 10 } });
    const score = { $meta: 'textScore' } as const;
    const found = documents.find({ $text: { $search: 'shoe' } }, { projection: { score } }).sort({ score });
    expect((await idsOf(found))[0]).toBe(1);
    expect(await idsOf(documents.find({ $text: { $search: 'shoes -red' } }).sort({ _id: 1 }))).toEqual([2, 3]);
    expect(await idsOf(documents.find({ $text: { $search: '"running shoes"' } }).sort({ _id: 1 }))).toEqual([1, 2]);
    expect(await documents.countDocuments({ $text: { $search: 'socks' } })).toBe(1);
  });

  it('hides an index from the planner and shows it again', async () => {
    const documents = await store.collection([{ _id: 1, a: 1 }]);
    await documents.createIndex({ a: 1 });
    const hide = (hidden: boolean) =>
      store.db.command({ collMod: documents.collectionName, index: { name: 'a_1', hidden } });
    await hide(true);
    expect(await scanOf(documents.find({ a: 1 }))).toMatchObject({ stage: 'COLLSCAN' });
    await documents.insertOne({ _id: 2, a: 1 });
    await hide(false);
    expect(await scanOf(documents.find({ a: 1 }))).toMatchObject({ stage: 'IXSCAN' });
    expect(await idsOf(documents.find({ a: 1 }))).toEqual([1, 2]);
  });
});

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
      })),
    );
    await documents.createIndexes([
      { key: { tenant: 1, kind: 1, at: -1 } },
      { key: { n: 1 }, sparse: true },
      { key: { at: 1 }, partialFilterExpression: { open: true } },
      { key: { tags: 1 } },
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
      'a partial index whose filter is implied',
      { open: true, at: { $gt: new Date(200) } },
      {},
      { indexName: 'at_1' },
      9,
    ],
    ['no partial index otherwise', { at: { $gt: new Date(200) } }, {}, { stage: 'COLLSCAN' }, 300],
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
    const { executionStats, queryPlanner } = await find().explain();
    expect(executionStats.totalDocsExamined).toBe(examined);
    expect(queryPlanner.winningPlan.stage).not.toBe('SORT');
    const natural = documents.find(filter).sort(sort).hint({ $natural: 1 });
    expect(new Set(await idsOf(find()))).toEqual(new Set(await idsOf(natural)));
  });

  it('sorts when no index gives the order', async () => {
    const { queryPlanner } = await documents.find({ tenant: 't1' }).sort({ n: 1, at: 1 }).explain();
    expect(queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'FETCH' } });
  });

  it('unites indexed branches of $or, without repeating documents', async () => {
    const filter: Doc = { $or: [{ _id: 3 }, { n: 3 }, { tenant: 't0', kind: 'a', at: { $lt: new Date(7) } }] };
    const explained = await documents.find(filter).explain();
    expect(explained.queryPlanner.winningPlan.inputStage).toMatchObject({ stage: 'OR' });
    expect(explained.executionStats.totalDocsExamined).toBe(3);
    expect(await idsOf(documents.find(filter).sort({ _id: 1 }))).toEqual([0, 3, 6]);
  });

  it('stops reading at the limit when the index gives the order', async () => {
    const page = documents
      .find({ tenant: 't1', kind: { $in: ['a', 'b'] } })
      .sort({ at: -1 })
      .limit(5);
    expect((await page.explain()).executionStats.totalDocsExamined).toBe(5);
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
    const explained = await store.db.command({ explain: update });
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
