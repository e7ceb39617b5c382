import { Binary, Long, UUID } from 'bson';
import { startEmbeddedMongo } from '../../src';
import { RawClient } from '../support/raw-client';
import { BACKENDS, type Doc, temporaryFolder, useStore } from '../support/test-store';

const newSession = (): { id: Binary } => ({ id: new Binary(new UUID().buffer, 4) });
const numbered = (command: Doc, lsid: { id: Binary }, number: number): Doc => ({
  ...command,
  lsid,
  txnNumber: Long.fromNumber(number),
});

describe.each(BACKENDS)('retryable writes: %s', (backend) => {
  const store = useStore(backend);
  let client: RawClient;
  const run = (command: Doc): Promise<Doc> => client.command(command);
  beforeAll(async () => {
    client = await RawClient.connect(store.uri);
  });
  afterAll(() => client.end());

  it.each<[string, Doc]>([
    ['insert', { insert: 'retry', documents: [{ kind: 'insert' }] }],
    ['update', { update: 'retry', updates: [{ q: { _id: 'counter' }, u: { $inc: { n: 1 } }, upsert: true }] }],
    [
      'findAndModify',
      { findAndModify: 'retry', query: { _id: 'other' }, update: { $inc: { n: 1 } }, upsert: true, new: true },
    ],
    ['delete', { delete: 'retry', deletes: [{ q: {}, limit: 1 }] }],
  ])('answers a repeated %s as the first time and does it once', async (_name, command) => {
    const lsid = newSession();
    await store.db.collection('retry').insertOne({ kind: 'always there' });
    const first = await run(numbered(command, lsid, 1));
    const before = await store.db.collection('retry').find().toArray();
    expect(await run(numbered(command, lsid, 1))).toEqual(first);
    expect(await store.db.collection('retry').find().toArray()).toEqual(before);
  });

  it('repeats the errors of a bulk write too', async () => {
    const lsid = newSession();
    await store.db.collection<Doc>('errors').insertOne({ _id: 1 });
    const command = numbered({ insert: 'errors', documents: [{ _id: 1 }, { _id: 2 }], ordered: false }, lsid, 5);
    const first = await run(command);
    expect(first).toMatchObject({ n: 1, writeErrors: [{ index: 0, code: 11000 }] });
    expect(await run(command)).toEqual(first);
  });

  it('runs again under a new number and refuses an old one', async () => {
    const lsid = newSession();
    const command = { update: 'numbers', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }] };
    await run(numbered(command, lsid, 1));
    await run(numbered(command, lsid, 2));
    expect(await run(numbered(command, lsid, 1))).toMatchObject({ ok: 0, code: 225 });
    expect(await store.db.collection('numbers').findOne()).toMatchObject({ n: 2 });
  });

  it('keeps sessions apart', async () => {
    const command = { update: 'sessions', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }] };
    for (const lsid of [newSession(), newSession()]) await run(numbered(command, lsid, 1));
    expect(await store.db.collection('sessions').findOne()).toMatchObject({ n: 2 });
  });
});

describe('retryable writes after a restart', () => {
  it('are still answered from the first run', async () => {
    const folder = temporaryFolder();
    const lsid = newSession();
    const command = numbered(
      { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }] },
      lsid,
      3,
    );
    for (let round = 0; round < 2; round++) {
      const server = await startEmbeddedMongo({ backend: 'lmdb', folder: folder.path });
      const client = await RawClient.connect(server.uri);
      expect(await client.command(command)).toMatchObject({ n: 1, upserted: [{ index: 0, _id: 1 }] });
      expect(await client.command({ find: 'c' })).toMatchObject({ cursor: { firstBatch: [{ _id: 1, n: 1 }] } });
      await client.end();
      await server.close();
    }
    folder.remove();
  });
});
