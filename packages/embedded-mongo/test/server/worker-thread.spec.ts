import path from 'node:path';
import { MongoClient } from 'mongodb';
import type * as Package from '../../src';
import { PACKAGE, buildPackage } from '../support/store-process';
import { type Doc, errorOf, idsOf, temporaryFolder } from '../support/test-store';

describe('the store in a worker thread', () => {
  const folder = temporaryFolder();
  let startEmbeddedMongoInWorker: typeof Package.startEmbeddedMongoInWorker;
  beforeAll(async () => {
    buildPackage(); // a thread runs what is compiled
    ({ startEmbeddedMongoInWorker } = (await import(path.join(PACKAGE, 'dist/index.js'))) as typeof Package);
  }, 60_000);
  afterAll(() => folder.remove());

  it('keeps data from one thread to the next, and closing twice is closing once', async () => {
    const data = path.join(folder.path, 'data');
    for (const round of [1, 2]) {
      const store = await startEmbeddedMongoInWorker({ backend: 'lmdb', folder: data });
      const client = await MongoClient.connect(store.uri);
      const documents = client.db('test').collection<Doc>('c');
      await documents.insertOne({ _id: round });
      expect(await idsOf(documents.find())).toEqual([1, 2].slice(0, round));
      await client.close();
      await Promise.all([store.close(), store.close()]);
    }
  });

  it('fails with the error that the thread met', async () => {
    const data = path.join(folder.path, 'held');
    const store = await startEmbeddedMongoInWorker({ backend: 'lmdb', folder: data });
    const second = await errorOf(startEmbeddedMongoInWorker({ backend: 'lmdb', folder: data }));
    expect(second).toMatchObject({ name: 'FolderLockedError', message: expect.stringContaining(data) as string });
    await store.close();
    expect(await errorOf(startEmbeddedMongoInWorker({ backend: 'lmdb' }))).toMatchObject({
      message: 'the lmdb backend needs a folder',
    });
  });
});
