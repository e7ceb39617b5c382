import { type Collection, MongoBulkWriteError } from 'mongodb';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

async function bulkErrorOf(promise: Promise<unknown>): Promise<MongoBulkWriteError> {
  const error = await errorOf(promise);
  if (error instanceof MongoBulkWriteError) return error;
  throw error;
}

const indexesOf = (error: MongoBulkWriteError): [number, number | undefined][] =>
  [error.writeErrors].flat().map((one) => [one.index, one.code as number | undefined]);

describe.each(BACKENDS)('bulk writes: %s', (backend) => {
  const store = useStore(backend);
  let documents: Collection<Doc>;
  beforeEach(async () => {
    documents = await store.collection([{ _id: 2 }]);
  });

  it('reports every duplicate of an unordered insert and stores the rest', async () => {
    const error = await bulkErrorOf(
      documents.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }, { _id: 1 }], { ordered: false }),
    );
    expect(indexesOf(error)).toEqual([
      [1, 11000],
      [3, 11000],
    ]);
    expect(error.insertedCount).toBe(2);
    expect(await idsOf(documents.find().sort({ _id: 1 }))).toEqual([1, 2, 3]);
  });

  it('stops an ordered insert at the first duplicate', async () => {
    const error = await bulkErrorOf(documents.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]));
    expect(indexesOf(error)).toEqual([[1, 11000]]);
    expect(await idsOf(documents.find().sort({ _id: 1 }))).toEqual([1, 2]);
  });

  it('names the key in the error of a single insert', async () => {
    await documents.createIndex({ email: 1, kind: -1 }, { unique: true });
    await documents.insertOne({ _id: 5, email: 'a', kind: 'x' });
    expect(await errorOf(documents.insertOne({ email: 'a', kind: 'x' }))).toMatchObject({
      code: 11000,
      message: expect.stringContaining('index: email_1_kind_-1 dup key: { email: "a", kind: "x" }') as string,
      keyPattern: { email: 1, kind: -1 },
      keyValue: { email: 'a', kind: 'x' },
    });
  });

  it('mixes operations in a bulkWrite', async () => {
    const result = await documents.bulkWrite([
      { insertOne: { document: { _id: 3, a: 1 } } },
      { updateMany: { filter: {}, update: { $inc: { a: 1 } } } },
      { updateOne: { filter: { _id: 9 }, update: { $set: { a: 5 } }, upsert: true } },
      { replaceOne: { filter: { _id: 3 }, replacement: { b: 1 } } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({
      insertedCount: 1,
      matchedCount: 3,
      modifiedCount: 3,
      upsertedCount: 1,
      deletedCount: 1,
    });
    expect(result.upsertedIds).toEqual({ 2: 9 });
    expect(await documents.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 3, b: 1 },
      { _id: 9, a: 5 },
    ]);
  });

  it('goes on after a failed update when unordered', async () => {
    const error = await bulkErrorOf(
      documents.bulkWrite(
        [
          { updateOne: { filter: { _id: 2 }, update: { $set: { _id: 3 } } } },
          { updateOne: { filter: { _id: 2 }, update: { $set: { a: 1 } } } },
        ],
        { ordered: false },
      ),
    );
    expect(indexesOf(error)).toEqual([[0, 66]]);
    expect(await documents.findOne({ _id: 2 })).toEqual({ _id: 2, a: 1 });
  });

  it('keeps the document of a multi-update that fails on a later one', async () => {
    await documents.insertMany([
      { _id: 10, n: 1 },
      { _id: 11, n: 'text' },
      { _id: 12, n: 1 },
    ]);
    expect(await errorOf(documents.updateMany({ _id: { $gte: 10 } }, { $inc: { n: 1 } }))).toMatchObject({ code: 14 });
    expect(await documents.find({ _id: { $gte: 10 } }).toArray()).toEqual([
      { _id: 10, n: 2 },
      { _id: 11, n: 'text' },
      { _id: 12, n: 1 },
    ]);
  });

  it('refuses an empty batch', async () => {
    expect(await errorOf(store.db.command({ insert: 'x', documents: [] }))).toMatchObject({ code: 16 });
    expect(await errorOf(store.db.command({ update: 'x', updates: [] }))).toMatchObject({ code: 16 });
  });
});
