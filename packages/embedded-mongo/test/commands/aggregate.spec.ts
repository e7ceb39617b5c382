import type { Binary, Collection } from 'mongodb';
import { BACKENDS, type Doc, errorOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('aggregate: %s', (backend) => {
  const store = useStore(backend);
  let orders: Collection<Doc>;
  beforeAll(async () => {
    orders = await store.collection(
      Array.from({ length: 300 }, (_, n) => ({ _id: n, shop: `s${n % 3}`, amount: n % 10, at: new Date(n) })),
    );
    await orders.createIndex({ shop: 1, at: -1 });
    await store.db.collection<Doc>('shops').insertMany([
      { _id: 's0', name: 'North' },
      { _id: 's1', name: 'South' },
    ]);
  });

  it('matches and groups', async () => {
    const grouped = await orders
      .aggregate([
        { $match: { amount: { $lt: 5 } } },
        { $group: { _id: '$shop', total: { $sum: '$amount' }, n: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(grouped).toEqual(['s0', 's1', 's2'].map((_id) => ({ _id, total: 100, n: 50 })));
  });

  it('hands the head of a pipeline to the planner', async () => {
    const head = [{ $match: { shop: 's1' } }, { $sort: { at: -1 } }, { $skip: 1 }, { $limit: 2 }];
    const explained = await orders.aggregate([...head, { $project: { amount: 1 } }]).explain();
    expect(explained).toMatchObject({
      queryPlanner: { winningPlan: { stage: 'FETCH', inputStage: { indexName: 'shop_1_at_-1' } } },
      executionStats: { totalDocsExamined: 3 },
    });
    expect(await orders.aggregate([...head, { $project: { amount: 1 } }]).toArray()).toEqual([
      { _id: 295, amount: 5 },
      { _id: 292, amount: 2 },
    ]);
  });

  it('counts from the index, with skip and limit', async () => {
    const count = (options: { skip?: number; limit?: number }) => orders.countDocuments({ shop: 's1' }, options);
    expect([await count({}), await count({ skip: 90 }), await count({ limit: 7 }), await count({ skip: 200 })]).toEqual(
      [100, 10, 7, 0],
    );
  });

  it('looks up, with an index on the other side', async () => {
    const joined = await store.db
      .collection<Doc>('shops')
      .aggregate([
        {
          $lookup: {
            from: orders.collectionName,
            let: { id: '$_id' },
            pipeline: [{ $match: { $expr: { $eq: ['$shop', '$$id'] } } }, { $count: 'n' }],
            as: 'orders',
          },
        },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 's0', name: 'North', orders: [{ n: 100 }] },
      { _id: 's1', name: 'South', orders: [{ n: 100 }] },
    ]);
  });

  it('gives large results in batches', async () => {
    expect(await orders.aggregate([{ $project: { amount: 1 } }], { batchSize: 17 }).toArray()).toHaveLength(300);
    expect(
      await orders.aggregate([{ $sort: { amount: 1 } }, { $limit: 250 }], { batchSize: 0 }).toArray(),
    ).toHaveLength(250);
  });

  it('uses let, $$NOW and a database pipeline', async () => {
    const [row] = await store.db
      .aggregate([{ $documents: [{ a: 1 }] }, { $set: { b: { $add: ['$a', '$$x'] }, now: '$$NOW' } }], {
        let: { x: 2 },
      })
      .toArray();
    expect(row).toMatchObject({ a: 1, b: 3, now: expect.any(Date) as Date });
  });

  it('writes with $out and keeps the indexes of the target', async () => {
    const target = await store.collection([{ _id: 'old' }]);
    await target.createIndex({ amount: 1 });
    await orders.aggregate([{ $match: { shop: 's0', amount: 3 } }, { $out: target.collectionName }]).toArray();
    expect(await target.countDocuments({ amount: 3 })).toBe(10);
    expect(await target.countDocuments()).toBe(10);
    expect((await target.indexes()).map(({ name }) => name)).toEqual(['_id_', 'amount_1']);
  });

  it.each<[string, Doc, Doc[]]>([
    [
      'merge',
      {},
      [
        { _id: 's0', n: 100, kept: 1 },
        { _id: 's1', n: 100 },
        { _id: 's2', n: 100 },
      ],
    ],
    [
      'replace',
      { whenMatched: 'replace' },
      [
        { _id: 's0', n: 100 },
        { _id: 's1', n: 100 },
        { _id: 's2', n: 100 },
      ],
    ],
    [
      'keepExisting',
      { whenMatched: 'keepExisting' },
      [
        { _id: 's0', kept: 1 },
        { _id: 's1', n: 100 },
        { _id: 's2', n: 100 },
      ],
    ],
    ['discard', { whenNotMatched: 'discard' }, [{ _id: 's0', n: 100, kept: 1 }]],
    [
      'a pipeline',
      { whenMatched: [{ $set: { n: { $add: ['$$new.n', '$kept'] } } }], whenNotMatched: 'discard' },
      [{ _id: 's0', kept: 1, n: 101 }],
    ],
  ])('merges with %s', async (_name, options, expected) => {
    const into = await store.collection([{ _id: 's0', kept: 1 }]);
    const group = { $group: { _id: '$shop', n: { $sum: 1 } } };
    await orders.aggregate([group, { $merge: { into: into.collectionName, ...options } }]).toArray();
    expect(await into.find().sort({ _id: 1 }).toArray()).toEqual(expected);
  });

  it('lists the sessions that the server knows, of a database only', async () => {
    await store.client.withSession(async (session) => {
      await orders.findOne({}, { session });
      const listed = await store.db.aggregate([{ $listLocalSessions: {} }], { session }).toArray();
      const hex = (id: unknown): string => (id as Binary).toString('hex');
      expect(listed.map(({ _id }) => hex((_id as Doc).id))).toContain(hex(session.id?.id));
    });
    for (const stage of [
      { $listLocalSessions: {} },
      { $lookup: { from: 'x', pipeline: [{ $listLocalSessions: {} }], as: 'y' } },
    ]) {
      expect(await errorOf(orders.aggregate([stage]).toArray())).toMatchObject({ code: 73 });
    }
  });

  it('merges what a pipeline without a collection brings, and names the key that is there already', async () => {
    const into = await store.collection([{ _id: 2, x: 0 }]);
    const bring = (_id: number, whenMatched: string) =>
      store.db
        .aggregate([{ $documents: [{ _id, x: 1 }] }, { $merge: { into: into.collectionName, whenMatched } }])
        .toArray();
    await bring(1, 'fail');
    expect(await errorOf(bring(2, 'fail'))).toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id: 2 },
    });
    expect(await into.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, x: 1 },
      { _id: 2, x: 0 },
    ]);
  });

  it('refuses a merge on fields that are not unique', async () => {
    const into = await store.collection([{ _id: 1 }]);
    const merge = { $merge: { into: into.collectionName, on: 'shop' } };
    expect(await errorOf(orders.aggregate([merge]).toArray())).toMatchObject({ code: 51183 });
  });
});
