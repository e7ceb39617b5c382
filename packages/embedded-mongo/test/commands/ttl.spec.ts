import { BACKENDS, errorOf, idsOf, until, useStore } from '../support/test-store';

const HOUR = 3_600_000;

describe.each(BACKENDS)('TTL indexes: %s', (backend) => {
  const store = useStore(backend, { ttlSeconds: 0.02 });

  it('removes what has expired, and only that', async () => {
    const documents = await store.collection();
    const now = Date.now();
    await documents.insertMany([
      { _id: 'old', at: new Date(now - 2 * HOUR) },
      { _id: 'new', at: new Date(now) },
      { _id: 'oldest of several', at: [new Date(now), new Date(now - 2 * HOUR)] },
      { _id: 'no date', at: now - 2 * HOUR },
      { _id: 'missing' },
      { _id: 'null', at: null },
    ]);
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    const left = await until(
      () => idsOf(documents.find()),
      (ids) => ids.length < 5,
    );
    expect(left).toEqual(['new', 'no date', 'missing', 'null']);
  });

  it('expires more than one batch, on a descending and partial index', async () => {
    const documents = await store.collection(
      Array.from({ length: 1200 }, (_, n) => ({ _id: n, at: new Date(0), done: n >= 100 })),
    );
    await documents.createIndex({ at: -1 }, { expireAfterSeconds: 0, partialFilterExpression: { done: true } });
    const left = await until(
      () => documents.countDocuments(),
      (count) => count < 101,
    );
    expect(left).toBe(100);
    expect(await documents.countDocuments({ done: false })).toBe(100);
  });

  it('leaves a document that a transaction holds until that has ended', async () => {
    const documents = await store.collection([
      { _id: 'held', at: new Date(0) },
      { _id: 'free', at: new Date(0) },
    ]);
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 2 ** 31 - 1 });
    const session = store.client.startSession();
    session.startTransaction();
    await documents.updateOne({ _id: 'held' }, { $set: { touched: true } }, { session });
    await store.db.command({ collMod: documents.collectionName, index: { name: 'at_1', expireAfterSeconds: 0 } });
    expect(
      await until(
        () => idsOf(documents.find()),
        (ids) => ids.length < 2,
      ),
    ).toEqual(['held']);
    await session.abortTransaction();
    await session.endSession();
    expect(
      await until(
        () => idsOf(documents.find()),
        (ids) => ids.length === 0,
      ),
    ).toEqual([]);
  });

  it('follows a changed expiry', async () => {
    const documents = await store.collection([{ _id: 1, at: new Date(Date.now() - HOUR) }]);
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 24 * 3600 });
    const changed = await store.db.command({
      collMod: documents.collectionName,
      index: { keyPattern: { at: 1 }, expireAfterSeconds: 60 },
    });
    expect(changed).toMatchObject({ expireAfterSeconds_old: 24 * 3600, expireAfterSeconds_new: 60 });
    await until(
      () => documents.countDocuments(),
      (count) => count === 0,
    );
  });
});

describe('the TTL interval', () => {
  const store = useStore('memory', { ttlSeconds: 3600 });

  it('may be changed while the store runs', async () => {
    const admin = store.client.db('admin');
    expect(await admin.command({ getParameter: 1, ttlMonitorSleepSecs: 1 })).toMatchObject({
      ttlMonitorSleepSecs: 3600,
    });
    const documents = await store.collection([{ _id: 1, at: new Date(0) }]);
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 0 });
    expect(await admin.command({ setParameter: 1, ttlMonitorSleepSecs: 1 })).toMatchObject({ was: 3600 });
    await until(
      () => documents.countDocuments(),
      (count) => count === 0,
    );
    expect(await errorOf(admin.command({ setParameter: 1, ttlMonitorSleepSecs: 0 }))).toMatchObject({ code: 2 });
    expect(await errorOf(admin.command({ setParameter: 1, logLevel: 2 }))).toMatchObject({ code: 72 });
  });
});
