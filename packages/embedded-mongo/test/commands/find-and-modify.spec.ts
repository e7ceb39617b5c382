import { BACKENDS, type Doc, errorOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('findAndModify: %s', (backend) => {
  const store = useStore(backend);

  it.each<['before' | 'after', Doc]>([
    ['before', { _id: 2, n: 5 }],
    ['after', { _id: 2, n: 6 }],
  ])('returns the document %s', async (returnDocument, expected) => {
    const documents = await store.collection([
      { _id: 1, n: 1 },
      { _id: 2, n: 5 },
    ]);
    expect(await documents.findOneAndUpdate({}, { $inc: { n: 1 } }, { sort: { n: -1 }, returnDocument })).toEqual(
      expected,
    );
  });

  it('tells an upsert from an update', async () => {
    const documents = await store.collection();
    const options = { upsert: true, returnDocument: 'after', includeResultMetadata: true } as const;
    const first = await documents.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, options);
    expect(first).toMatchObject({
      value: { _id: 1, n: 1 },
      lastErrorObject: { updatedExisting: false, upserted: 1, n: 1 },
    });
    const second = await documents.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, options);
    expect(second).toMatchObject({ value: { n: 2 }, lastErrorObject: { updatedExisting: true, n: 1 } });
  });

  it('projects, removes and replaces', async () => {
    const documents = await store.collection([{ _id: 1, a: 1, b: 2 }]);
    expect(
      await documents.findOneAndUpdate(
        {},
        { $set: { a: 3 } },
        { projection: { a: 1, _id: 0 }, returnDocument: 'after' },
      ),
    ).toEqual({ a: 3 });
    expect(await documents.findOneAndReplace({ _id: 1 }, { c: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      c: 1,
    });
    expect(await documents.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, c: 1 });
    expect(await documents.findOneAndDelete({ _id: 1 })).toBeNull();
  });

  it('gives a lease to exactly one of many that race for it', async () => {
    const documents = await store.collection();
    const lease = (owner: string) =>
      documents.findOneAndUpdate({ _id: 1, tenant: 't' }, [{ $set: { owner: { $ifNull: ['$owner', owner] } } }], {
        upsert: true,
        returnDocument: 'after',
      });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => lease(`worker ${at}`)));
    const owners = new Set(answers.map((answer) => answer?.owner as string));
    expect(owners.size).toBe(1);
    expect(await documents.find().toArray()).toEqual([{ _id: 1, tenant: 't', owner: [...owners][0] }]);
  });

  it('lets one of two upserts on an _id of another tenant fail with 11000', async () => {
    const documents = await store.collection();
    const upsert = (tenant: string) =>
      documents.updateOne({ _id: 1, tenant }, { $set: { seen: true } }, { upsert: true });
    const results = await Promise.allSettled([upsert('a'), upsert('b')]);
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed.map((result) => (result.reason as { code: number }).code)).toEqual([11000]);
    expect(await documents.countDocuments()).toBe(1);
  });

  it('loses no increment among concurrent writers', async () => {
    const documents = await store.collection([{ _id: 1, n: 0 }]);
    await Promise.all(Array.from({ length: 100 }, () => documents.updateOne({ _id: 1 }, { $inc: { n: 1 } })));
    expect(await documents.findOne()).toEqual({ _id: 1, n: 100 });
  });

  it.each<[string, Doc]>([
    ['update and remove', { remove: true, update: { a: 1 } }],
    ['remove with upsert', { remove: true, upsert: true }],
    ['remove with new', { remove: true, new: true }],
    ['neither update nor remove', {}],
  ])('refuses %s', async (_name, fields) => {
    expect(await errorOf(store.db.command({ findAndModify: 'x', query: {}, ...fields }))).toMatchObject({ code: 9 });
  });
});
