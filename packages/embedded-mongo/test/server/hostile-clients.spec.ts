import { Long } from 'bson';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src';
import { Random } from '../support/random';
import { RawClient, body, frame } from '../support/raw-client';

const MUTATIONS = 1000;
const AT_ONCE = 20;

const documents = [{ _id: 1, a: 1, b: ['x', { c: new Date(0) }], d: Long.fromNumber(2 ** 40) }];
const lsid = { id: Buffer.alloc(16, 7) };
const FRAMES = [
  { insert: 'fuzz', documents },
  { find: 'fuzz', filter: { a: { $in: [1, 2] }, b: /x/ }, sort: { a: 1 }, projection: { b: { $slice: 1 } } },
  { update: 'fuzz', updates: [{ q: { a: 1 }, u: { $set: { d: 'y' }, $push: { b: { $each: [1] } } }, upsert: true }] },
  { findAndModify: 'fuzz', query: { a: 1 }, update: [{ $set: { e: { $add: ['$a', 1] } } }], new: true },
  { delete: 'fuzz', deletes: [{ q: { a: { $gt: 5 } }, limit: 1 }] },
  { aggregate: 'fuzz', pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$b', n: { $sum: 1 } } }], cursor: {} },
  { createIndexes: 'fuzz', indexes: [{ key: { a: 1 }, name: 'a_1', partialFilterExpression: { a: { $gt: 1 } } }] },
  {
    insert: 'fuzz',
    documents: [{ a: 2 }],
    lsid,
    txnNumber: Long.fromNumber(1),
    startTransaction: true,
    autocommit: false,
  },
  { getMore: Long.fromNumber(5), collection: 'fuzz' },
  { hello: 1 },
].map((command) => frame(body({ ...command, $db: 'test' })));

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const MUTATE: readonly Mutation[] = [
  (bytes, random) => {
    for (let change = random.below(5); change >= 0; change--) bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  },
  (bytes, random) => {
    const at = random.below(bytes.length);
    bytes.writeUInt8((bytes.readUInt8(at) ^ (1 << random.below(8))) & 0xff, at);
    return bytes;
  },
  (bytes, random) => {
    const extremes = [0, 1, -1, 0x7fff_ffff, -0x8000_0000, bytes.length, 48_000_001];
    bytes.writeInt32LE(random.pick(extremes), random.below(bytes.length - 4));
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => {
    const [from, to] = [random.below(bytes.length), random.below(bytes.length)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const grown = Buffer.concat([bytes, Buffer.alloc(random.below(50), random.below(256))]);
    grown.writeInt32LE(grown.length, 0);
    return grown;
  },
];

describe('hostile clients', () => {
  let server: EmbeddedMongo;
  let witness: RawClient;
  const reported: unknown[] = [];
  beforeAll(async () => {
    server = await startEmbeddedMongo({ backend: 'memory', report: (error) => reported.push(error) });
    witness = await RawClient.connect(server.uri);
    await witness.command({ insert: 'own', documents: [{ _id: 1 }] });
  });
  afterAll(async () => {
    await witness.end();
    await server.close();
  });

  async function attack(random: Random): Promise<void> {
    const bytes = random.pick(MUTATE)(Buffer.from(random.pick(FRAMES)), random);
    const client = await RawClient.connect(server.uri);
    client.send(bytes);
    await client.finish();
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'with changed frames, seed %d: the store lives, and another client notices nothing',
    async (seed) => {
      const random = new Random(seed);
      for (let done = 0; done < MUTATIONS; done += AT_ONCE) {
        const attacks = Array.from({ length: AT_ONCE }, () => attack(random));
        expect(await witness.command({ find: 'own' })).toMatchObject({ ok: 1, cursor: { firstBatch: [{ _id: 1 }] } });
        await Promise.all(attacks);
      }
      expect(reported).toEqual([]);
    },
    60_000,
  );
});
