import { Long } from 'bson';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

const numbers = (count: number): { _id: number }[] => Array.from({ length: count }, (_, _id) => ({ _id }));

interface CursorReply {
  readonly cursor: { readonly id: Long; readonly firstBatch: unknown[] };
}

describe.each(BACKENDS)('cursors: %s', (backend) => {
  const store = useStore(backend);
  const openCursors = async (): Promise<number> => {
    const status = await store.db.admin().serverStatus();
    return (status as { metrics: { cursor: { open: { total: number } } } }).metrics.cursor.open.total;
  };

  const find = async (fields: Doc): Promise<CursorReply['cursor']> =>
    ((await store.db.command(fields)) as CursorReply).cursor;

  it.each([1, 7, 100, 101, 250, 1000])('reads 250 documents in batches of %d', async (size) => {
    const documents = await store.collection(numbers(250));
    expect(await idsOf(documents.find().batchSize(size))).toEqual(numbers(250).map(({ _id }) => _id));
    expect(await openCursors()).toBe(0);
  });

  it('splits a result over 16 MB into batches', async () => {
    const documents = await store.collection();
    const text = 'x'.repeat(1_000_000);
    for (let round = 0; round < 2; round++) await documents.insertMany(Array.from({ length: 20 }, () => ({ text })));
    expect(await documents.find().toArray()).toHaveLength(40);
  });

  it('goes on while documents come and go', async () => {
    const documents = await store.collection(numbers(20));
    const cursor = documents.find().batchSize(5);
    expect(await cursor.next()).toEqual({ _id: 0 });
    await documents.deleteMany({ _id: { $gte: 10, $lt: 15 } });
    await documents.insertOne({ _id: 99 });
    const rest = (await cursor.toArray()).map(({ _id }) => _id as number);
    // what was there all the time is there once; the deleted ones may or may not have been read already
    const steady = [...Array.from({ length: 9 }, (_, at) => at + 1), 15, 16, 17, 18, 19];
    expect(rest.filter((id) => steady.includes(id))).toEqual(steady);
  });

  it('answers an unknown cursor with 43 and a foreign namespace with 13', async () => {
    const documents = await store.collection(numbers(5));
    const unknown = { getMore: Long.fromNumber(12345), collection: documents.collectionName };
    expect(await errorOf(store.db.command(unknown))).toMatchObject({ code: 43 });
    const cursor = await find({ find: documents.collectionName, batchSize: 2 });
    const foreign = { getMore: Long.fromBigInt(BigInt(String(cursor.id))), collection: 'other' };
    expect(await errorOf(store.db.command(foreign))).toMatchObject({ code: 13 });
    const killed = await store.db.command({
      killCursors: documents.collectionName,
      cursors: [foreign.getMore, unknown.getMore],
    });
    expect([killed.cursorsKilled, killed.cursorsNotFound].map((ids: unknown[]) => ids.length)).toEqual([1, 1]);
    expect(await openCursors()).toBe(0);
  });

  it('closes the server-side cursor when the client stops', async () => {
    const documents = await store.collection(numbers(10));
    const cursor = documents.find().batchSize(2);
    await cursor.next();
    expect(await openCursors()).toBe(1);
    await cursor.close();
    expect(await openCursors()).toBe(0);
  });

  it('takes batchSize 0 and singleBatch', async () => {
    const documents = await store.collection(numbers(5));
    const empty = await find({ find: documents.collectionName, batchSize: 0 });
    expect(empty.firstBatch).toEqual([]);
    expect(String(empty.id)).not.toBe('0');
    const single = await find({ find: documents.collectionName, batchSize: 2, singleBatch: true });
    expect([single.firstBatch.length, String(single.id)]).toEqual([2, '0']);
    await store.db.command({ killCursors: documents.collectionName, cursors: [empty.id] });
  });
});
