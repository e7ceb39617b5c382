import type { CreateIndexesOptions, IndexSpecification } from 'mongodb';
import { scanOf } from '../support/explained';
import { BACKENDS, type Doc, errorOf, idsOf, useStore } from '../support/test-store';

describe.each(BACKENDS)('indexes: %s', (backend) => {
  const store = useStore(backend);

  it('lists, creates again and drops indexes', async () => {
    const documents = await store.collection([{ _id: 1 }]);
    expect(await documents.createIndex({ a: 1, b: -1 }, { unique: true })).toBe('a_1_b_-1');
    await documents.createIndex({ a: 1, b: -1 }, { unique: true });
    await documents.createIndex({ at: 1 }, { expireAfterSeconds: 60, partialFilterExpression: { done: true } });
    expect(await documents.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1', unique: true },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60, partialFilterExpression: { done: true } },
    ]);
    await documents.dropIndex('a_1_b_-1');
    expect(await errorOf(documents.dropIndex('a_1_b_-1'))).toMatchObject({ code: 27 });
    expect(await errorOf(documents.dropIndex('_id_'))).toMatchObject({ code: 72 });
    await documents.dropIndexes();
    expect(await documents.indexes()).toHaveLength(1);
  });

  it.each<[string, IndexSpecification, CreateIndexesOptions, number]>([
    ['another name for the same index', { a: 1 }, { name: 'other' }, 85],
    ['the same key with another expiry', { a: 1 }, { expireAfterSeconds: 5, name: 'third' }, 85],
    ['the same name with other options', { a: 1 }, { unique: true }, 86],
    ['the same name for another key', { b: 1 }, { name: 'a_1' }, 86],
    ['a hashed index', { b: 'hashed' }, {}, 67],
    ['a geo index', { b: '2dsphere' }, {}, 67],
    ['a wildcard index', { '$**': 1 }, {}, 67],
    ['direction 0', { b: 0 as never }, {}, 67],
    ['a compound TTL index', { b: 1, c: 1 }, { expireAfterSeconds: 1 }, 67],
    ['a negation in a partial filter', { b: 1 }, { partialFilterExpression: { c: { $ne: 1 } } }, 67],
    ['partial and sparse at once', { b: 1 }, { sparse: true, partialFilterExpression: { c: 1 } }, 67],
    ['an unknown operator in a partial filter', { b: 1 }, { partialFilterExpression: { c: { $foo: 1 } } }, 67],
  ])('refuses %s', async (_name, key, options, code) => {
    const documents = await store.collection([{ _id: 1 }]);
    await documents.createIndex({ a: 1 });
    expect(await errorOf(documents.createIndex(key, options))).toMatchObject({ code });
    expect(await documents.indexes()).toHaveLength(2);
  });

  it('keeps indexes of one key that differ in what they hold', async () => {
    const documents = await store.collection([
      { _id: 1, a: 1, kind: 'x' },
      { _id: 2, a: 1, kind: 'y' },
      { _id: 3, a: 1, kind: 'z' },
    ]);
    const kindOf = (kind: string) => ({ name: kind, partialFilterExpression: { kind } });
    await documents.createIndex({ a: 1 }, kindOf('x'));
    await documents.createIndex({ a: 1 }, kindOf('y'));
    await documents.createIndex({ a: 1 }, { name: 'sparse', sparse: true, hidden: true });
    await documents.createIndex({ a: 1 }, kindOf('x'));
    expect(await errorOf(documents.createIndex({ a: 1 }, { ...kindOf('x'), name: 'again' }))).toMatchObject({
      code: 85,
    });
    expect((await documents.indexes()).map(({ name }) => name)).toEqual(['_id_', 'x', 'y', 'sparse']);
    for (const kind of ['x', 'y']) {
      expect(await scanOf(documents.find({ a: 1, kind }))).toMatchObject({ stage: 'IXSCAN', indexName: kind });
      expect(await documents.countDocuments({ a: 1, kind })).toBe(1);
    }
    expect(await scanOf(documents.find({ a: 1, kind: 'z' }))).toMatchObject({ stage: 'COLLSCAN' });
    expect(await errorOf(documents.find({ a: 1 }).hint({ a: 1 }).toArray())).toMatchObject({ code: 27 });
    const ambiguous = { dropIndexes: documents.collectionName, index: { a: 1 } };
    expect(await errorOf(store.db.command(ambiguous))).toMatchObject({ code: 181 });
    await documents.dropIndex('x');
    expect(await scanOf(documents.find({ a: 1, kind: 'x' }))).toMatchObject({ stage: 'COLLSCAN' });
  });

  it('refuses an index option that it does not know', async () => {
    const wanted = { createIndexes: 'other', indexes: [{ key: { a: 1 }, name: 'a_1', bogus: 1 }] };
    expect(await errorOf(store.db.command(wanted))).toMatchObject({ code: 197 });
  });

  it('does not build a unique index over duplicates', async () => {
    const documents = await store.collection([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect(await errorOf(documents.createIndex({ a: 1 }, { unique: true }))).toMatchObject({
      code: 11000,
      keyValue: { a: 1 },
    });
    await documents.deleteOne({ _id: 2 });
    await documents.createIndex({ a: 1 }, { unique: true });
    expect(await errorOf(documents.insertOne({ a: 1 }))).toMatchObject({ code: 11000 });
  });

  it.each<[string, CreateIndexesOptions, Doc[], Doc, boolean]>([
    ['unique counts missing as null', { unique: true }, [{}], {}, false],
    ['unique compares numbers across types', { unique: true }, [{ a: 5 }], { a: 5.0 }, false],
    ['unique sparse lets many miss the field', { unique: true, sparse: true }, [{}], {}, true],
    ['unique sparse counts null', { unique: true, sparse: true }, [{ a: null }], { a: null }, false],
    ['unique looks into arrays', { unique: true }, [{ a: [1, 2] }], { a: [2, 3] }, false],
    ['one document may repeat a value', { unique: true }, [], { a: [1, 1] }, true],
    ['two empty arrays are equal', { unique: true }, [{ a: [] }], { a: [] }, false],
    ['an empty array is not null', { unique: true }, [{ a: [] }], { a: null }, true],
    [
      'unique partial counts only its own',
      { unique: true, partialFilterExpression: { on: true } },
      [{ a: 1, on: true }],
      { a: 1 },
      true,
    ],
    [
      'unique partial refuses',
      { unique: true, partialFilterExpression: { on: true } },
      [{ a: 1, on: true }],
      { a: 1, on: true },
      false,
    ],
    [
      'unique under a collation',
      { unique: true, collation: { locale: 'en', strength: 2 } },
      [{ a: 'Ann' }],
      { a: 'ann' },
      false,
    ],
  ])('%s', async (_name, options, before, document, accepted) => {
    const documents = await store.collection();
    await documents.createIndex({ a: 1 }, options);
    for (const one of before) await documents.insertOne(one);
    const inserting = documents.insertOne(document);
    if (accepted) await inserting;
    else expect(await errorOf(inserting)).toMatchObject({ code: 11000 });
    expect(await documents.countDocuments()).toBe(before.length + (accepted ? 1 : 0));
  });

  it('keeps long values unique though their keys are cut', async () => {
    const long = 'x'.repeat(3000);
    const documents = await store.collection([
      { _id: 1, a: `${long}1` },
      { _id: 2, a: `${long}2` },
    ]);
    await documents.createIndex({ a: 1 }, { unique: true });
    expect(await errorOf(documents.insertOne({ a: `${long}2` }))).toMatchObject({ code: 11000 });
    expect(await idsOf(documents.find({ a: `${long}2` }))).toEqual([2]);
    expect(await idsOf(documents.find({ a: { $gte: `${long}2` } }))).toEqual([2]);
    await documents.createIndex({ a: 1, b: 1 });
    await documents.updateMany({}, { $set: { b: 1 } });
    expect(await idsOf(documents.find({ a: `${long}2` }).hint('a_1_b_1'))).toEqual([2]);
    expect(await documents.countDocuments({ a: `${long}2` }, { hint: 'a_1_b_1' })).toBe(1);
    expect(await documents.countDocuments({ a: { $gte: `${long}2` } }, { hint: 'a_1' })).toBe(1);
  });

  it('refuses parallel arrays, but not two fields of one array', async () => {
    const documents = await store.collection();
    await documents.createIndex({ a: 1, b: 1 });
    await documents.createIndex({ 'items.x': 1, 'items.y': 1 });
    expect(await errorOf(documents.insertOne({ a: [1], b: [2] }))).toMatchObject({ code: 171 });
    await documents.insertOne({ _id: 2, a: [] });
    const sameArray = documents.updateOne({ _id: 2 }, [{ $set: { b: '$a' } }]);
    expect(await errorOf(sameArray)).toMatchObject({ code: 171 });
    await documents.insertOne({
      _id: 1,
      items: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    });
    expect(await idsOf(documents.find({ 'items.x': 1, 'items.y': 4 }).hint('items.x_1_items.y_1'))).toEqual([1]);
  });

  it('searches text with weights, phrases and exclusions', async () => {
    const documents = await store.collection([
      { _id: 1, title: 'Running shoes', body: 'red and light' },
      { _id: 2, title: 'Blue shirt', body: 'goes with running shoes' },
      { _id: 3, title: 'Socks', body: 'for shoes' },
    ]);
    expect(await errorOf(documents.find({ $text: { $search: 'shoe' } }).toArray())).toMatchObject({ code: 27 });
    await documents.createIndex({ title: 'text', body: 'text' }, { weights: { title: 10 } });
    expect((await documents.indexes())[1]).toMatchObject({
      key: { _fts: 'text', _ftsx: 1 },
      weights: { title: 10, body: 1 },
    });
    const score = { $meta: 'textScore' } as const;
    const found = documents.find({ $text: { $search: 'shoe' } }, { projection: { score } }).sort({ score });
    expect((await idsOf(found))[0]).toBe(1);
    expect(await idsOf(documents.find({ $text: { $search: 'shoes -red' } }).sort({ _id: 1 }))).toEqual([2, 3]);
    expect(await idsOf(documents.find({ $text: { $search: '"running shoes"' } }).sort({ _id: 1 }))).toEqual([1, 2]);
    expect(await documents.countDocuments({ $text: { $search: 'socks' } })).toBe(1);
  });

  it('shows the other fields of a text index', async () => {
    const documents = await store.collection([{ _id: 1 }]);
    await documents.createIndex({ kind: 1, title: 'text', body: 'text', age: -1 });
    expect(Object.entries((await documents.indexes())[1]?.key ?? {})).toEqual([
      ['kind', 1],
      ['_fts', 'text'],
      ['_ftsx', 1],
      ['age', -1],
    ]);
  });

  it('hides an index from the planner and shows it again', async () => {
    const documents = await store.collection([{ _id: 1, a: 1 }]);
    await documents.createIndex({ a: 1 });
    const hide = (hidden: boolean) =>
      store.db.command({ collMod: documents.collectionName, index: { name: 'a_1', hidden } });
    await hide(true);
    expect(await scanOf(documents.find({ a: 1 }))).toMatchObject({ stage: 'COLLSCAN' });
    await documents.insertOne({ _id: 2, a: 1 });
    await hide(false);
    expect(await scanOf(documents.find({ a: 1 }))).toMatchObject({ stage: 'IXSCAN' });
    expect(await idsOf(documents.find({ a: 1 }))).toEqual([1, 2]);
  });
});
