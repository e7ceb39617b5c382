import { Decimal128, Double, Long, ObjectId } from 'bson';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('documents: %s', (backend) => {
  const store = useStore(backend);

  it('keeps the types of numbers through insert, unrelated update and read', async () => {
    const documents = await store.collection();
    await documents.insertOne({
      _id: 1,
      double: new Double(5),
      long: Long.fromNumber(5),
      decimal: Decimal128.fromString('1.10'),
    });
    await documents.updateOne({ _id: 1 }, { $set: { other: 1 } });
    const found = await documents.findOne({ _id: 1 }, { promoteValues: false });
    expect(found?.double).toBeInstanceOf(Double);
    expect(found?.long).toBeInstanceOf(Long);
    expect(String(found?.decimal)).toBe('1.10');
  });

  it('makes an _id when there is none and puts it first', async () => {
    const documents = await store.collection();
    await documents.insertOne({ a: 1, _id: 7 });
    await store.db.command({ insert: documents.collectionName, documents: [{ b: 1 }] });
    const [first, second] = await documents.find().toArray();
    expect(Object.keys(first ?? {})).toEqual(['_id', 'a']);
    expect(Object.keys(second ?? {})).toEqual(['_id', 'b']);
    expect(second?._id).toHaveProperty('_bsontype', 'ObjectId');
  });

  it.each<[string, Doc, number]>([
    ['an array', { _id: [1] }, 53],
    ['a pattern', { _id: /x/ }, 53],
    ['a document with operators', { _id: { $gt: 1 } }, 52],
  ])('refuses %s as _id', async (_name, document, code) => {
    const documents = await store.collection();
    expect(await errorOf(documents.insertOne(document))).toMatchObject({ code });
    expect(await documents.countDocuments()).toBe(0);
  });

  it('keeps insertion order as natural order, also when a document grows', async () => {
    const documents = await store.collection([{ _id: 'z' }, { _id: 'a' }, { _id: 'm' }]);
    await documents.updateOne({ _id: 'z' }, { $set: { text: 'x'.repeat(5000) } });
    expect(await idsOf(documents.find())).toEqual(['z', 'a', 'm']);
    expect(await idsOf(documents.find().sort({ $natural: -1 }))).toEqual(['m', 'a', 'z']);
  });

  it('sorts, skips, limits and projects', async () => {
    const documents = await store.collection([1, 2, 3, 4, 5].map((n) => ({ _id: n, n: n % 3, text: `t${n}` })));
    const found = await documents
      .find({ _id: { $gt: 1 } }, { projection: { text: 1 } })
      .sort({ n: -1, _id: 1 })
      .skip(1)
      .limit(2)
      .toArray();
    expect(found).toEqual([
      { _id: 5, text: 't5' },
      { _id: 4, text: 't4' },
    ]);
  });

  it('counts matched and modified documents', async () => {
    const documents = await store.collection([{ _id: 1, a: 1 }, { _id: 2, a: 2 }, { _id: 3 }]);
    expect(await documents.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 3, modifiedCount: 2 });
    expect(await documents.updateOne({ _id: 9 }, { $set: { a: 1 } })).toMatchObject({
      matchedCount: 0,
      upsertedCount: 0,
    });
    expect(await documents.replaceOne({ _id: 1 }, { b: 1 })).toMatchObject({ modifiedCount: 1 });
    expect(await documents.findOne({ _id: 1 })).toEqual({ _id: 1, b: 1 });
    expect(await documents.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await documents.deleteMany({})).toMatchObject({ deletedCount: 2 });
  });

  it('refuses to change an _id and leaves the document as it was', async () => {
    const documents = await store.collection([{ _id: 1, a: 1 }]);
    expect(await errorOf(documents.updateOne({ _id: 1 }, { $set: { _id: 2, a: 5 } }))).toMatchObject({ code: 66 });
    expect(await documents.find().toArray()).toEqual([{ _id: 1, a: 1 }]);
  });

  it.each<[string, Doc, Doc | Doc[], Doc]>([
    ['operators', { _id: 1, kind: 'x' }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { _id: 1, kind: 'x', a: 1, b: 2 }],
    ['a pipeline', { _id: 1, kind: 'x' }, [{ $set: { a: { $ifNull: ['$a', 5] } } }], { _id: 1, kind: 'x', a: 5 }],
    ['an $in of one', { _id: { $in: [1] } }, { $set: { a: 1 } }, { a: 1 }],
  ])('upserts with %s', async (_name, filter, update, expected) => {
    const documents = await store.collection();
    const result = await documents.updateOne(filter, update, { upsert: true });
    expect(result.upsertedCount).toBe(1);
    expect(await documents.findOne({ _id: result.upsertedId })).toMatchObject(expected);
    expect(await documents.updateOne({ _id: result.upsertedId }, update, { upsert: true })).toMatchObject({
      upsertedCount: 0,
    });
  });

  it('upserts a replacement under the _id of the filter', async () => {
    const documents = await store.collection();
    await documents.replaceOne({ _id: 4, other: 1 }, { a: 1 }, { upsert: true });
    expect(await documents.find().toArray()).toEqual([{ _id: 4, a: 1 }]);
  });

  it('updates with arrayFilters, hint and collation', async () => {
    const documents = await store.collection([{ _id: 1, email: 'Bob@X.io', items: [{ n: 1 }, { n: 5 }] }]);
    await documents.createIndex({ email: 1 });
    await documents.updateOne(
      { email: 'bob@x.io' },
      { $set: { 'items.$[big].done': true } },
      { arrayFilters: [{ 'big.n': { $gt: 2 } }], collation: { locale: 'en', strength: 2 } },
    );
    await documents.updateOne({ email: 'Bob@X.io' }, { $inc: { seen: 1 } }, { hint: 'email_1' });
    expect(await documents.findOne()).toEqual({
      _id: 1,
      email: 'Bob@X.io',
      items: [{ n: 1 }, { n: 5, done: true }],
      seen: 1,
    });
  });

  it('gives distinct values, counts and estimates', async () => {
    const documents = await store.collection([{ a: 1, t: ['x', 'y'] }, { a: 2, t: ['y'] }, { a: 2 }]);
    expect(await documents.distinct('t')).toEqual(['x', 'y']);
    expect(await documents.distinct('a', { t: 'y' })).toEqual([1, 2]);
    expect(await documents.estimatedDocumentCount()).toBe(3);
    expect(await documents.countDocuments({ a: 2 }, { limit: 1 })).toBe(1);
    expect(await documents.countDocuments({ a: 2 }, { skip: 1 })).toBe(1);
    expect(await documents.countDocuments({ a: 9 })).toBe(0);
    expect(await store.db.collection('missing').countDocuments()).toBe(0);
    expect(await store.db.collection('missing').distinct('a')).toEqual([]);
  });

  it('reports mistakes in queries on missing collections too', async () => {
    const missing = store.db.collection('missing');
    expect(await errorOf(missing.find({ a: { $foo: 1 } }).toArray())).toMatchObject({ code: 2 });
    expect(await errorOf(missing.updateMany({}, { $foo: { a: 1 } }))).toMatchObject({ code: 9 });
    expect(await errorOf(missing.deleteMany({ $foo: 1 }))).toMatchObject({ code: 2 });
    expect(await errorOf(missing.countDocuments({ a: { $foo: 1 } }))).toMatchObject({ code: 2 });
  });

  it('reads its own write at once, also after an unacknowledged one', async () => {
    const documents = await store.collection();
    const one = store.client.db('test', { writeConcern: { w: 0 } }).collection<Doc>(documents.collectionName);
    await one.insertOne({ _id: 1 });
    await documents.insertOne({ _id: 2 });
    expect(await idsOf(documents.find().sort({ _id: 1 }))).toEqual([1, 2]);
  });

  it('refuses a document over 16 MB', async () => {
    const documents = await store.collection([{ _id: 1, text: 'x'.repeat(9_000_000) }]);
    const error = await errorOf(documents.updateOne({ _id: 1 }, [{ $set: { copy: '$text' } }]));
    expect(error).toMatchObject({ code: 10334 });
    expect(await documents.findOne({ copy: { $exists: true } })).toBeNull();
  });

  it('takes ObjectIds made by the client', async () => {
    const _id = new ObjectId();
    const documents = await store.collection([{ _id }]);
    expect(await documents.findOne({ _id: { $gte: _id } })).toEqual({ _id });
  });
});
