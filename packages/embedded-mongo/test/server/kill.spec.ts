import type { Collection } from 'mongodb';
import { MongoClient } from 'mongodb';
import { StoreProcess, buildPackage } from '../support/store-process';
import { type Doc, idsOf, temporaryFolder } from '../support/test-store';

const ROUNDS = 3;
const WRITES_BEFORE_KILL = 150;

/** What the clients were told is stored. */
class Acknowledged {
  readonly inserted = new Set<number>();
  readonly increments = new Map<number, number>();
  readonly transfers: number[] = [];
  total = 0;
}

describe('kill -9 under load', () => {
  const folder = temporaryFolder();
  const acknowledged = new Acknowledged();
  let sequence = 0;
  beforeAll(buildPackage, 60_000);
  afterAll(() => folder.remove());

  function writers(client: MongoClient, documents: Collection<Doc>): (() => Promise<void>)[] {
    const [left, right] = [client.db('test').collection<Doc>('left'), client.db('test').collection<Doc>('right')];
    const insert = async (): Promise<void> => {
      const id = ++sequence;
      await documents.insertOne({ _id: id, key: id, group: id % 7, n: 0, pad: 'p'.repeat(300) });
      acknowledged.inserted.add(id);
    };
    const increment = async (): Promise<void> => {
      const id = [...acknowledged.inserted].at(sequence % Math.max(1, acknowledged.inserted.size)) ?? 1;
      const result = await documents.updateOne({ _id: id }, { $inc: { n: 1, group: 1 } });
      if (result.matchedCount > 0) acknowledged.increments.set(id, (acknowledged.increments.get(id) ?? 0) + 1);
    };
    const transfer = async (): Promise<void> => {
      const _id = ++sequence;
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await left.insertOne({ _id }, { session });
          await right.insertOne({ _id }, { session });
        }),
      );
      acknowledged.transfers.push(_id);
    };
    return [insert, insert, insert, increment, transfer];
  }

  /** Writes until the process is gone. */
  async function writeUntilKilled(store: StoreProcess, client: MongoClient, documents: Collection<Doc>): Promise<void> {
    const goal = acknowledged.total + WRITES_BEFORE_KILL;
    let killed: Promise<unknown> | undefined;
    const loop = async (write: () => Promise<void>): Promise<void> => {
      while (killed === undefined) {
        await write();
        if (++acknowledged.total >= goal) killed ??= store.signal('SIGKILL');
      }
    };
    await Promise.allSettled(writers(client, documents).map(loop)); // writes under way when the process dies fail
    await killed;
  }

  async function check(client: MongoClient, documents: Collection<Doc>): Promise<void> {
    const stored = new Map((await documents.find().toArray()).map((document) => [document._id as number, document]));
    expect([...acknowledged.inserted].filter((id) => !stored.has(id))).toEqual([]);
    expect([...acknowledged.increments].filter(([id, n]) => (stored.get(id)?.n as number) < n)).toEqual([]);
    expect([...stored.values()].filter(({ pad }) => (pad as string).length !== 300)).toEqual([]);
    const all = [...stored.keys()].sort((a, b) => a - b);
    expect(
      await idsOf(
        documents
          .find({ key: { $gte: 0 } })
          .sort({ key: 1 })
          .hint('key_1'),
      ),
    ).toEqual(all);
    expect(
      (await idsOf(documents.find({ group: { $gte: 0 } }).hint('group_1_n_-1'))).toSorted(
        (a, b) => Number(a) - Number(b),
      ),
    ).toEqual(all);
    const sides = ['left', 'right'].map((name) => idsOf(client.db('test').collection(name).find().sort({ _id: 1 })));
    const [left, right] = await Promise.all(sides);
    expect(left).toEqual(right);
    expect(left).toEqual(expect.arrayContaining(acknowledged.transfers));
  }

  it('loses nothing that was acknowledged, tears nothing, keeps indexes and transactions whole', async () => {
    for (let round = 0; round <= ROUNDS; round++) {
      const store = new StoreProcess(['--folder', folder.path]);
      const client = await MongoClient.connect(await store.uri(), {
        retryWrites: false,
        serverSelectionTimeoutMS: 1000,
      });
      const documents = client.db('test').collection<Doc>('c');
      if (round === 0) {
        await documents.createIndex({ key: 1 }, { unique: true });
        await documents.createIndex({ group: 1, n: -1 });
      }
      await check(client, documents);
      if (round < ROUNDS) await writeUntilKilled(store, client, documents);
      else await store.signal('SIGTERM');
      await client.close(true);
    }
    expect(acknowledged.transfers.length).toBeGreaterThan(0);
    expect(acknowledged.increments.size).toBeGreaterThan(0);
  }, 60_000);
});
