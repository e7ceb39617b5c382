import type { Filter } from 'mongodb';
import { type Doc, errorOf, useStore } from '../support/test-store';

/** What the store leaves out must say so, on empty and missing collections too. */
describe('refusals', () => {
  const store = useStore('memory');
  beforeAll(() => store.db.collection<Doc>('c').insertOne({ _id: 1, a: 1 }));

  it.each<[string, Doc, number]>([
    ['an unknown command', { bogus: 1 }, 59],
    ['mapReduce', { mapReduce: 'c' }, 238],
    ['authentication', { saslStart: 1 }, 238],
    ['convertToCapped', { convertToCapped: 'c', size: 1 }, 238],
    ['bulkWrite across namespaces', { bulkWrite: 1 }, 238],
    ['an unknown field', { find: 'c', bogus: 1 }, 40415],
    ['an unknown field of an update', { update: 'missing', updates: [{ q: {}, u: {}, bogus: 1 }] }, 40415],
    [
      'a sort of an update, which came with MongoDB 8',
      { update: 'c', updates: [{ q: {}, u: {}, sort: { a: 1 } }] },
      40415,
    ],
    ['an unknown field of a delete', { delete: 'missing', deletes: [{ q: {}, limit: 1, bogus: 1 }] }, 40415],
    ['a wrong type', { find: 'c', filter: 5 }, 14],
    ['a wrong namespace', { find: '' }, 73],
    ['a namespace with $', { insert: 'a$b', documents: [{}] }, 73],
    ['a negative skip', { find: 'c', skip: -1 }, 51024],
    ['tailable cursors', { find: 'c', tailable: true }, 238],
    ['min and max', { find: 'c', min: { a: 1 } }, 238],
    ['returnKey', { find: 'c', returnKey: true }, 238],
    ['showRecordId', { find: 'c', showRecordId: true }, 238],
    ['$where', { find: 'c', filter: { $where: '1' } }, 238],
    ['geo queries', { find: 'c', filter: { a: { $near: [1, 2] } } }, 238],
    ['$jsonSchema', { find: 'c', filter: { $jsonSchema: {} } }, 238],
    ['unknown query operators', { find: 'missing', filter: { a: { $bogus: 1 } } }, 2],
    ['unknown update operators', { update: 'missing', updates: [{ q: {}, u: { $bogus: { a: 1 } } }] }, 0],
    ['change streams', { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
    ['change streams of a database', { aggregate: 1, pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
    ['unknown stages', { aggregate: 'missing', pipeline: [{ $bogus: {} }], cursor: {} }, 40324],
    ['unknown expressions', { aggregate: 'missing', pipeline: [{ $set: { a: { $bogus: 1 } } }], cursor: {} }, 168],
    ['$geoNear', { aggregate: 'c', pipeline: [{ $geoNear: {} }], cursor: {} }, 238],
    ['vector search', { aggregate: 'c', pipeline: [{ $vectorSearch: {} }], cursor: {} }, 238],
    ['two fields in a stage', { aggregate: 'c', pipeline: [{ $match: {}, $limit: 1 }], cursor: {} }, 40323],
    ['$out before the end', { aggregate: 'c', pipeline: [{ $out: 'x' }, { $limit: 1 }], cursor: {} }, 40601],
    ['a database pipeline without documents', { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
    ['capped collections', { create: 'x', capped: true, size: 10 }, 238],
    ['time series', { create: 'x', timeseries: { timeField: 't' } }, 238],
    ['views', { create: 'x', viewOn: 'c' }, 238],
    ['validators', { create: 'x', validator: { a: 1 } }, 238],
    ['clustered collections', { create: 'x', clusteredIndex: { key: { _id: 1 }, unique: true } }, 238],
    ['a validator by collMod', { collMod: 'c', validator: {} }, 238],
    ['snapshot reads outside transactions', { find: 'c', readConcern: { level: 'snapshot' } }, 238],
    [
      '$out with linearizable',
      { aggregate: 'c', pipeline: [{ $out: 'x' }], cursor: {}, readConcern: { level: 'linearizable' } },
      72,
    ],
    ['$text without an index', { find: 'c', filter: { $text: { $search: 'x' } } }, 27],
    ['explain of something else', { explain: { ping: 1 } }, 59],
  ])('%s', async (_name, command, code) => {
    if (code === 0) expect(await store.db.command(command)).toMatchObject({ writeErrors: [{ index: 0, code: 9 }] });
    else expect(await errorOf(store.db.command(command))).toMatchObject({ code });
  });

  const filters: [string, Filter<Doc>][] = [
    ['$expr', { $expr: { $eq: ['$a', 1] } }],
    ['$expr within $and', { b: 1, $and: [{ $expr: { $eq: ['$a', 1] } }] }],
    ['$expr within $or', { $or: [{ a: 1 }, { $nor: [{ $expr: true }] }] }],
  ];
  it.each(filters)('an upsert cannot be made from %s', async (_name, filter) => {
    const missing = store.db.collection<Doc>('no-upsert');
    const options = { upsert: true };
    const refused = [
      missing.updateOne(filter, { $set: { x: 1 } }, options),
      missing.replaceOne(filter, { x: 1 }, options),
      missing.findOneAndUpdate(filter, { $set: { x: 1 } }, options),
    ];
    for (const operation of refused) expect(await errorOf(operation)).toMatchObject({ code: 224 });
    expect(await missing.updateOne(filter, { $set: { x: 1 } })).toMatchObject({ matchedCount: 0 });
    expect(await store.db.listCollections({ name: 'no-upsert' }).toArray()).toEqual([]);
  });

  it('refuses snapshot sessions', async () => {
    await store.client.withSession({ snapshot: true }, async (session) => {
      expect(await errorOf(store.db.collection('c').find({}, { session }).toArray())).toMatchObject({ code: 238 });
    });
  });
});
