import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { type EmbeddedMongo, FolderLockedError, UnknownFormatError, startEmbeddedMongo } from '../../src';
import { LmdbKeyValueStore } from '../../src/store/lmdb-key-value';
import { FORMAT_KEY } from '../../src/store/keys';
import { encode } from '../../src/bson';
import { type Doc, errorOf, idsOf, temporaryFolder } from '../support/test-store';

describe('life of a store', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('keeps documents, indexes, options and the order of insertion over a restart', async () => {
    const data = path.join(folder.path, 'restart');
    for (const round of [1, 2, 3]) {
      const server = await startEmbeddedMongo({ backend: 'lmdb', folder: data });
      const client = await MongoClient.connect(server.uri);
      const documents = client.db('test').collection<Doc>('c');
      if (round === 1) await documents.createIndex({ tags: 1 }, { unique: true, sparse: true });
      await documents.insertOne({ _id: `round ${round}`, tags: [round, round + 10] });
      const expected = Array.from({ length: round }, (_, at) => `round ${at + 1}`);
      expect(await idsOf(documents.find())).toEqual(expected);
      expect(await idsOf(documents.find({ tags: { $gte: 11 } }).hint('tags_1'))).toEqual(expected);
      expect(await errorOf(documents.insertOne({ tags: [11] }))).toMatchObject({ code: 11000 });
      await client.close();
      await server.close();
    }
  });

  it('lets only one owner use a folder', async () => {
    const data = path.join(folder.path, 'locked');
    const first = await startEmbeddedMongo({ backend: 'lmdb', folder: data });
    await expect(startEmbeddedMongo({ backend: 'lmdb', folder: data })).rejects.toThrow(FolderLockedError);
    await first.close();
    await (await startEmbeddedMongo({ backend: 'lmdb', folder: data })).close();
  });

  it.each<[string, (storage: LmdbKeyValueStore) => void]>([
    ['a later format', (storage) => storage.put(FORMAT_KEY, encode({ format: 99 }))],
    ['data of something else', (storage) => storage.put(Buffer.from('key'), Buffer.from('value'))],
  ])('refuses %s and gives the folder back', async (name, write) => {
    const data = path.join(folder.path, name);
    const storage = await LmdbKeyValueStore.open(data);
    storage.transaction(() => write(storage));
    await storage.close();
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(startEmbeddedMongo({ backend: 'lmdb', folder: data })).rejects.toThrow(UnknownFormatError);
    }
  });

  it('needs a folder to keep data in', async () => {
    await expect(startEmbeddedMongo({ backend: 'lmdb' })).rejects.toThrow('folder');
  });

  it('listens on loopback only', async () => {
    const listen = { host: '0.0.0.0' as '127.0.0.1', port: 0 };
    await expect(startEmbeddedMongo({ backend: 'memory', listen })).rejects.toThrow('127.0.0.1 only');
  });

  it('gives the folder back when it cannot listen', async () => {
    const data = path.join(folder.path, 'listen');
    const listen = { socketPath: path.join(folder.path, 'x'.repeat(200)) };
    await expect(startEmbeddedMongo({ backend: 'lmdb', folder: data, listen })).rejects.toThrow();
    await (await startEmbeddedMongo({ backend: 'lmdb', folder: data })).close();
  });

  it('listens on a Unix socket that only its owner may use, with transactions', async () => {
    const socketPath = path.join(folder.path, 'private', 'store.sock');
    const server = await startEmbeddedMongo({ backend: 'memory', listen: { socketPath } });
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 2000 });
    const documents = client.db('test').collection<Doc>('c');
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await documents.insertOne({ _id: 1 }, { session });
      }),
    );
    expect(await idsOf(documents.find())).toEqual([1]);
    await client.close();
    await server.close();
    expect(existsSync(socketPath)).toBe(false);
  });

  it('can be reached with a direct connection and with neither option', async () => {
    const server = await startEmbeddedMongo({ backend: 'memory' });
    expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=rs0$/);
    const bare = server.uri.replace(/\?.*/, '');
    for (const uri of [server.uri, bare, `${bare}?directConnection=true`]) {
      const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 2000 });
      expect(await client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 });
      await client.close();
    }
    await server.close();
  });

  it('closes with clients connected, transactions open and cursors half read', async () => {
    const server = await startEmbeddedMongo({ backend: 'lmdb', folder: path.join(folder.path, 'busy') });
    const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 100 });
    const documents = client.db('test').collection<Doc>('c');
    await documents.insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: n })));
    const session = client.startSession();
    session.startTransaction();
    await documents.updateOne({ _id: 1 }, { $set: { a: 1 } }, { session });
    const cursor = documents.find().batchSize(10);
    await cursor.next();
    const waiting = documents.updateOne({ _id: 1 }, { $set: { a: 2 } }).catch(() => undefined);
    const scanning = documents
      .find({ text: /x/ })
      .toArray()
      .catch(() => undefined);
    await server.close();
    await client.close(true);
    await Promise.all([waiting, scanning]);
    await expect(server.close()).resolves.toBeUndefined();
  });
});

describe('long reads', () => {
  let server: EmbeddedMongo;
  let client: MongoClient;
  let documents: Collection<Doc>;
  beforeAll(async () => {
    server = await startEmbeddedMongo({ backend: 'memory' });
    client = await MongoClient.connect(server.uri);
    documents = client.db('test').collection<Doc>('c');
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`field${at}`, 'x'.repeat(20)]));
    const inner = { list: Array.from({ length: 10 }, () => fields) };
    for (let round = 0; round < 4; round++) {
      await documents.insertMany(Array.from({ length: 500 }, (_, n) => ({ n, inner })));
    }
  }, 20_000);
  afterAll(async () => {
    await client.close();
    await server.close();
  });

  const list = '$inner.list.field29';
  const none = { 'inner.list.field29': /y$/ };
  it.each<[string, () => Promise<unknown>]>([
    ['find', () => documents.find(none).toArray()],
    ['find and sort', () => documents.find({}).sort({ 'inner.list.field1': 1, n: -1 }).limit(1).toArray()],
    ['count', () => documents.countDocuments(none)],
    ['distinct', () => documents.distinct('n', { 'inner.list.field29': /x$/ })],
    ['$group', () => documents.aggregate([{ $group: { _id: '$n', first: { $first: list } } }]).toArray()],
    ['$sort', () => documents.aggregate([{ $set: { list } }, { $sort: { list: 1 } }, { $limit: 1 }]).toArray()],
    ['$facet', () => documents.aggregate([{ $facet: { a: [{ $sortByCount: list }] } }]).toArray()],
    [
      '$lookup',
      () => {
        const from = documents.collectionName;
        return documents
          .aggregate([{ $limit: 1 }, { $lookup: { from, pipeline: [{ $match: none }], as: 'found' } }])
          .toArray();
      },
    ],
  ])('%s lets other commands through', async (_name, read) => {
    let reading = true;
    const result = read().finally(() => (reading = false));
    let pings = 0;
    for (; reading && pings < 3; pings++) await client.db('test').command({ ping: 1 });
    expect(pings).toBe(3);
    await result;
  });

  it('end at the limit that the client set', async () => {
    const slow = documents.find({ 'inner.list.field29': /y$/ }, { maxTimeMS: 1 });
    expect(await errorOf(slow.toArray())).toMatchObject({ code: 50 });
  }, 20_000);
});
