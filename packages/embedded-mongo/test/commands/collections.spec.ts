import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('collections and databases: %s', (backend) => {
  const store = useStore(backend);

  it('creates, lists, renames and drops', async () => {
    const db = store.client.db('shop');
    await db.createCollection('a');
    await db.createCollection('a');
    expect(await errorOf(db.createCollection('a', { collation: { locale: 'en', strength: 2 } }))).toMatchObject({
      code: 48,
    });
    const a = db.collection<Doc>('a');
    await a.insertOne({ _id: 1, n: 1 });
    await a.createIndex({ n: 1 });
    await db.collection<Doc>('b').insertOne({ _id: 2 });
    expect(await errorOf(a.rename('b'))).toMatchObject({ code: 48 });
    const renamed = await a.rename('b', { dropTarget: true });
    expect(await idsOf(renamed.find({ n: 1 }).hint('n_1'))).toEqual([1]);
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['b']);
    expect(await db.listCollections({ name: 'x' }).toArray()).toEqual([]);
    expect((await db.admin().listDatabases()).databases.map(({ name }) => name)).toContain('shop');
    await renamed.drop();
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it('empties a database and nothing else', async () => {
    await store.client.db('one').collection('c').insertOne({ a: 1 });
    await store.client.db('one-more').collection('c').insertOne({ a: 1 });
    await store.client.db('one').dropDatabase();
    expect(await store.client.db('one').collection('c').countDocuments()).toBe(0);
    expect(await store.client.db('one-more').collection('c').countDocuments()).toBe(1);
  });

  it('drops a collection with many documents and starts again empty', async () => {
    const documents = await store.collection(Array.from({ length: 3000 }, (_, n) => ({ _id: n, n })));
    await documents.createIndex({ n: 1 });
    await documents.drop();
    expect(await documents.find({ n: { $gte: 0 } }).toArray()).toEqual([]);
    await documents.insertOne({ _id: 1, n: 1 });
    await documents.createIndex({ n: 1 });
    expect(await idsOf(documents.find({ n: { $gte: 0 } }).hint('n_1'))).toEqual([1]);
  });

  it('applies the collation of a collection to its queries and indexes', async () => {
    const db = store.client.db('collated');
    const people = await db.createCollection<Doc>('people', { collation: { locale: 'en', strength: 2 } });
    await people.insertMany([
      { _id: 1, name: 'Ann' },
      { _id: 2, name: 'bob' },
    ]);
    await people.createIndex({ name: 1 }, { unique: true });
    expect(await idsOf(people.find({ name: 'ANN' }))).toEqual([1]);
    expect(await errorOf(people.insertOne({ name: 'BOB' }))).toMatchObject({ code: 11000 });
    const [info] = await db.listCollections({ name: 'people' }).toArray();
    expect(info).toMatchObject({ options: { collation: { locale: 'en', strength: 2 } } });
  });

  it('answers the questions that clients ask about the server', async () => {
    const admin = store.client.db('admin');
    expect(await admin.command({ hello: 1 })).toMatchObject({
      isWritablePrimary: true,
      setName: 'rs0',
      maxWireVersion: 21,
    });
    expect(await admin.command({ buildInfo: 1 })).toMatchObject({ modules: ['embedded'] });
    expect(await admin.command({ serverStatus: 1 })).toMatchObject({ storageEngine: { name: backend } });
    expect(await admin.command({ replSetGetStatus: 1 })).toMatchObject({ myState: 1 });
    expect(await admin.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await store.db.command({ dbStats: 1 })).toMatchObject({ db: 'test', ok: 1 });
    expect(await store.db.command({ collStats: 'missing' })).toMatchObject({ count: 0 });
  });
});
