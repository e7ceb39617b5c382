import { Long, UUID } from 'bson';
import type { ClientSession, Collection } from 'mongodb';
import { RawClient } from '../support/raw-client';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('transactions: %s', (backend) => {
  const store = useStore(backend);
  const sessions: ClientSession[] = [];
  let documents: Collection<Doc>;

  const begin = (): ClientSession => {
    const session = store.client.startSession();
    session.startTransaction();
    sessions.push(session);
    return session;
  };
  beforeEach(async () => {
    documents = await store.collection([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    await documents.createIndex({ n: 1 }, { unique: true });
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) {
      if (session.inTransaction()) await session.abortTransaction();
      await session.endSession();
    }
  });

  it('shows its writes to itself, to others only after the commit', async () => {
    const session = begin();
    await documents.insertOne({ _id: 3, n: 3 }, { session });
    await documents.updateOne({ _id: 1 }, { $set: { n: 10 } }, { session });
    await documents.deleteOne({ _id: 2 }, { session });
    const sorted = (own?: ClientSession) => documents.find({}, { session: own }).sort({ n: 1 }).toArray();
    expect(await sorted(session)).toEqual([
      { _id: 3, n: 3 },
      { _id: 1, n: 10 },
    ]);
    expect(await idsOf(documents.find())).toEqual([1, 2]);
    expect(await documents.countDocuments({ n: { $gte: 3 } }, { session })).toBe(2);
    await session.commitTransaction();
    expect(await sorted()).toEqual([
      { _id: 3, n: 3 },
      { _id: 1, n: 10 },
    ]);
    expect(await documents.countDocuments()).toBe(2);
    expect(await idsOf(documents.find({ n: { $gte: 3 } }).hint('n_1'))).toEqual([3, 1]);
  });

  it('leaves nothing behind after an abort', async () => {
    const session = begin();
    await documents.insertOne({ _id: 3, n: 3 }, { session });
    await documents.updateMany({}, { $inc: { n: 100 } }, { session });
    await session.abortTransaction();
    expect(await documents.find().toArray()).toEqual([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    await documents.insertOne({ _id: 3, n: 3 });
  });

  it('reads the snapshot of its first read', async () => {
    const session = begin();
    await documents.findOne({ _id: 1 }, { session });
    await documents.updateOne({ _id: 1 }, { $set: { n: 50 } });
    await documents.insertOne({ _id: 3, n: 3 });
    expect(await documents.find({ n: { $gt: 0 } }, { session }).toArray()).toEqual([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    expect(await documents.countDocuments({}, { session })).toBe(2);
    await session.commitTransaction();
  });

  it('fails with 112 and its label when another transaction holds the document', async () => {
    const [first, second] = [begin(), begin()];
    await documents.updateOne({ _id: 1 }, { $set: { n: 11 } }, { session: first });
    const error = await errorOf(documents.updateOne({ _id: 1 }, { $set: { n: 12 } }, { session: second }));
    expect(error).toMatchObject({ code: 112, codeName: 'WriteConflict' });
    expect(
      (error as unknown as { hasErrorLabel(label: string): boolean }).hasErrorLabel('TransientTransactionError'),
    ).toBe(true);
    expect(await errorOf(documents.findOne({}, { session: second }))).toMatchObject({ code: 251 });
    await first.commitTransaction();
    expect(await documents.findOne({ _id: 1 })).toMatchObject({ n: 11 });
  });

  it('fails with 112 when the document changed after the snapshot', async () => {
    const session = begin();
    await documents.findOne({}, { session });
    await documents.updateOne({ _id: 1 }, { $set: { other: true } });
    expect(await errorOf(documents.updateOne({ _id: 1 }, { $set: { n: 9 } }, { session }))).toMatchObject({
      code: 112,
    });
  });

  it('fails with 112 when a unique key was taken unseen, with 11000 when seen', async () => {
    const session = begin();
    await documents.findOne({}, { session });
    await documents.insertOne({ _id: 3, n: 3 });
    expect(await errorOf(documents.insertOne({ n: 3 }, { session }))).toMatchObject({ code: 112 });
    const other = begin();
    expect(await errorOf(documents.insertOne({ n: 3 }, { session: other }))).toMatchObject({ code: 11000 });
    expect(await errorOf(documents.findOne({}, { session: other }))).toMatchObject({ code: 251 });
  });

  it('lets a plain write wait for the transaction that holds its document', async () => {
    const session = begin();
    await documents.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session });
    const waiting = documents.updateOne({ _id: 1 }, { $inc: { n: 100 } });
    await documents.insertOne({ _id: 4, n: 4 });
    expect(await documents.findOne({ _id: 1 })).toMatchObject({ n: 1 });
    await session.commitTransaction();
    expect(await waiting).toMatchObject({ modifiedCount: 1 });
    expect(await documents.findOne({ _id: 1 })).toMatchObject({ n: 111 });
  });

  it.each<['commit' | 'abort', number | undefined]>([
    ['commit', 11000],
    ['abort', undefined],
  ])('lets a plain insert wait for its unique key until the %s', async (end, code) => {
    const session = begin();
    await documents.insertOne({ _id: 3, n: 3 }, { session });
    const waiting = documents.insertOne({ _id: 4, n: 3 }).then(
      () => undefined,
      (error: { code: number }) => error.code,
    );
    await documents.insertOne({ _id: 5, n: 5 });
    await (end === 'commit' ? session.commitTransaction() : session.abortTransaction());
    expect(await waiting).toBe(code);
    expect(await documents.countDocuments({ n: 3 })).toBe(1);
  });

  it('hands a unique key on from one document to another', async () => {
    const session = begin();
    await documents.updateOne({ _id: 1 }, { $set: { n: 99 } }, { session });
    await documents.updateOne({ _id: 2 }, { $set: { n: 1 } }, { session });
    await documents.updateOne({ _id: 1 }, { $set: { n: 2 } }, { session });
    await session.commitTransaction();
    expect(await idsOf(documents.find().sort({ n: 1 }))).toEqual([2, 1]);
    expect(await idsOf(documents.find({ n: 1 }))).toEqual([2]);
  });

  it('commits all of withTransaction under contention, once each', async () => {
    await Promise.all(
      Array.from({ length: 8 }, () =>
        store.client.withSession((session) =>
          session.withTransaction(async () => {
            const current = await documents.findOne({ _id: 1 }, { session });
            await documents.updateOne(
              { _id: 1 },
              { $set: { total: ((current?.total as number) ?? 0) + 1 } },
              { session },
            );
          }),
        ),
      ),
    );
    expect(await documents.findOne({ _id: 1 })).toMatchObject({ total: 8 });
  });

  it('answers a repeated commit with success', async () => {
    const session = begin();
    await documents.insertOne({ _id: 3, n: 3 }, { session });
    await session.commitTransaction();
    await session.commitTransaction();
    expect(await documents.countDocuments()).toBe(3);
  });

  it('answers a commit without a transaction with 251, in a way that lets the client start over', async () => {
    const client = await RawClient.connect(store.uri);
    const command = { lsid: { id: new UUID() }, txnNumber: Long.fromNumber(3), autocommit: false };
    const expected = { ok: 0, code: 251, errorLabels: ['TransientTransactionError'] };
    expect(await client.command({ commitTransaction: 1, ...command })).toMatchObject(expected);
    expect(await client.command({ find: 'c', ...command })).toMatchObject(expected);
    await client.command({ find: 'c', ...command, startTransaction: true });
    expect(await client.command({ find: 'c', ...command, startTransaction: true })).toMatchObject({ code: 50911 });
    expect(await client.command({ find: 'c', ...command, txnNumber: Long.fromNumber(2) })).toMatchObject({ code: 225 });
    expect(await client.command({ abortTransaction: 1, ...command })).toMatchObject({ ok: 1 });
    expect(await client.command({ commitTransaction: 1, ...command })).toMatchObject({ ok: 0, code: 251 });
    await client.end();
  });

  it('reads a large result in batches inside the transaction', async () => {
    await documents.insertMany(Array.from({ length: 500 }, (_, at) => ({ _id: 1000 + at, n: 1000 + at })));
    const session = begin();
    await documents.insertOne({ _id: 5000, n: 5000 }, { session });
    const found = await idsOf(
      documents
        .find({ n: { $gte: 1000 } }, { session })
        .sort({ n: -1 })
        .batchSize(50),
    );
    expect([found.length, found[0], found[500]]).toEqual([501, 5000, 1000]);
    await session.commitTransaction();
  });

  it('creates collections and indexes inside, and refuses what MongoDB refuses', async () => {
    const fresh = store.db.collection(`${documents.collectionName}-fresh`);
    const session = begin();
    await store.db.createCollection(fresh.collectionName, { session });
    await fresh.createIndex({ a: 1 }, { session });
    await fresh.insertOne({ a: 1 }, { session });
    await session.commitTransaction();
    expect(await fresh.find({ a: 1 }).toArray()).toHaveLength(1);
    const refused = [
      (own: ClientSession) => documents.createIndex({ other: 1 }, { session: own }),
      (own: ClientSession) => store.db.command({ drop: documents.collectionName }, { session: own }),
      (own: ClientSession) => store.db.command({ count: documents.collectionName }, { session: own }),
      (own: ClientSession) => documents.aggregate([{ $out: 'x' }], { session: own }).toArray(),
    ];
    for (const operation of refused) expect(await errorOf(operation(begin()))).toMatchObject({ code: 263 });
  });

  it.each<[string, (name: string, session: ClientSession) => Promise<unknown>]>([
    ['create', (name, session) => store.db.createCollection(name, { session })],
    ['insert', (name, session) => store.db.collection(name).insertOne({ a: 1 }, { session })],
    [
      'upsert',
      (name, session) => store.db.collection(name).updateOne({ a: 1 }, { $set: { b: 1 } }, { session, upsert: true }),
    ],
    ['createIndexes', (name, session) => store.db.collection(name).createIndex({ a: 1 }, { session })],
  ])(
    'a collection made by %s in a transaction is its own until the commit, and gone after an abort',
    async (how, make) => {
      const exists = async (name: string): Promise<boolean> =>
        (await store.db.listCollections({ name }).toArray()).length > 0;
      const [kept, dropped] = [`${documents.collectionName}-kept-${how}`, `${documents.collectionName}-dropped-${how}`];
      const [first, second] = [begin(), begin()];
      await make(kept, first);
      await make(dropped, second);
      expect([await exists(kept), await exists(dropped)]).toEqual([false, false]);
      await first.commitTransaction();
      await second.abortTransaction();
      expect([await exists(kept), await exists(dropped)]).toEqual([true, false]);
      const collection = store.db.collection(kept);
      await collection.insertOne({ a: 2 });
      expect(await collection.find({ a: 2 }).toArray()).toHaveLength(1);
    },
  );

  it('fails with 112 when somebody else has created its collection meanwhile', async () => {
    const name = `${documents.collectionName}-contested`;
    const session = begin();
    await store.db.collection<Doc>(name).insertOne({ _id: 1 }, { session });
    await store.db.collection<Doc>(name).insertOne({ _id: 2 });
    expect(await errorOf(session.commitTransaction())).toMatchObject({ code: 112 });
    expect(await idsOf(store.db.collection<Doc>(name).find())).toEqual([2]);
  });

  it('takes an index that exists already, and refuses one on a collection that it has written to', async () => {
    const name = `${documents.collectionName}-written`;
    expect(await documents.createIndex({ n: 1 }, { unique: true, session: begin() })).toBe('n_1');
    const session = begin();
    await store.db.collection(name).insertOne({ a: 1 }, { session });
    expect(await errorOf(store.db.collection(name).createIndex({ a: 1 }, { session }))).toMatchObject({ code: 263 });
  });

  it('lets a change of indexes wait for the transaction that wrote to the collection', async () => {
    const session = begin();
    await documents.insertOne({ _id: 3, n: 3, k: 'x' }, { session });
    const building = documents.createIndex({ k: 1 });
    await documents.findOne({ _id: 1 });
    await session.commitTransaction();
    await building;
    expect(await idsOf(documents.find({ k: 'x' }).hint('k_1'))).toEqual([3]);
  });

  it('does not use an index that its snapshot does not hold', async () => {
    const session = begin();
    await documents.findOne({}, { session });
    await documents.createIndex({ other: 1 });
    await documents.insertOne({ _id: 3, n: 3, other: 1 });
    expect(await idsOf(documents.find({ other: null }, { session }).sort({ _id: 1 }))).toEqual([1, 2]);
    await session.commitTransaction();
  });

  it('aborts when the session ends', async () => {
    const session = begin();
    await documents.updateOne({ _id: 1 }, { $set: { n: 7 } }, { session });
    const waiting = documents.updateOne({ _id: 1 }, { $set: { seen: true } });
    await store.client.db('admin').command({ endSessions: [session.id] });
    expect(await waiting).toMatchObject({ modifiedCount: 1 });
    expect(await documents.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1, seen: true });
  });
});
