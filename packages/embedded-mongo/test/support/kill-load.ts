import type { ClientSession, Collection, MongoClient } from 'mongodb';
import type { Doc } from './test-store';

const ACCOUNTS = 4;
const GROUPS = 7;
export const TOTAL_BALANCE = ACCOUNTS * 1000;

const padOf = (id: number): string => String(id % 10).repeat(300 + (id % 50));

/** Every field follows from `_id` and `n`, so that a document of two halves shows. */
const documentOf = (id: number): Doc => ({ _id: id, key: id, group: id % GROUPS, n: 0, mirror: 0, pad: padOf(id) });

export function isTorn({ _id, key, group, n, mirror, pad }: Doc): boolean {
  const id = _id as number;
  return key !== id || mirror !== n || group !== (id % GROUPS) + (n as number) || pad !== padOf(id);
}

/** What the clients were told is done, and what they began. */
export class Ledger {
  readonly inserted = new Set<number>();
  readonly updates = new Map<number, number>();
  readonly deleted = new Set<number>();
  readonly deletesBegun = new Set<number>();
  readonly transactions: number[] = [];
  operations = 0;
  private sequence = 0;

  nextId(): number {
    return ++this.sequence;
  }

  /** Some document that nobody is deleting. */
  someId(): number | undefined {
    const at = (this.operations * 7919) % Math.max(1, this.inserted.size);
    return [...this.inserted].slice(at, at + 5).find((id) => !this.deletesBegun.has(id));
  }
}

export interface Collections {
  readonly documents: Collection<Doc>;
  readonly left: Collection<Doc>;
  readonly right: Collection<Doc>;
  readonly accounts: Collection<Doc>;
}

export function collectionsOf(client: MongoClient): Collections {
  const of = (name: string): Collection<Doc> => client.db('test').collection<Doc>(name);
  return { documents: of('documents'), left: of('left'), right: of('right'), accounts: of('accounts') };
}

export async function prepare({ documents, accounts }: Collections): Promise<void> {
  await documents.createIndex({ key: 1 }, { unique: true });
  await documents.createIndex({ group: 1, n: -1 });
  await documents.createIndex({ n: 1 }, { partialFilterExpression: { n: { $gt: 0 } } });
  await accounts.insertMany(Array.from({ length: ACCOUNTS }, (_, id) => ({ _id: id, balance: 1000 })));
}

type Writer = () => Promise<void>;

function plainWriters({ documents }: Collections, ledger: Ledger): Writer[] {
  const insert: Writer = async () => {
    const id = ledger.nextId();
    await documents.insertOne(documentOf(id));
    ledger.inserted.add(id);
  };
  const insertMany: Writer = async () => {
    const ids = Array.from({ length: 5 }, () => ledger.nextId());
    await documents.insertMany(ids.map(documentOf));
    for (const id of ids) ledger.inserted.add(id);
  };
  const update: Writer = async () => {
    const id = ledger.someId();
    const changed = await documents.updateOne({ _id: id ?? 0 }, { $inc: { n: 1, mirror: 1, group: 1 } });
    if (id !== undefined && changed.modifiedCount > 0) ledger.updates.set(id, (ledger.updates.get(id) ?? 0) + 1);
  };
  const remove: Writer = async () => {
    const id = ledger.someId() ?? 0;
    ledger.deletesBegun.add(id);
    await documents.deleteOne({ _id: id });
    ledger.deleted.add(id);
  };
  return [insert, insert, insert, insertMany, update, update, remove];
}

function transactionWriters(client: MongoClient, collections: Collections, ledger: Ledger): Writer[] {
  const { left, right, accounts } = collections;
  const inTransaction = (work: (session: ClientSession) => Promise<void>): Promise<void> =>
    client.withSession((session) => session.withTransaction(() => work(session)));
  const pair: Writer = async () => {
    const _id = ledger.nextId();
    await inTransaction(async (session) => {
      await left.insertOne({ _id }, { session });
      await right.insertOne({ _id }, { session });
    });
    ledger.transactions.push(_id);
  };
  const transfer: Writer = async () => {
    const from = ledger.nextId() % ACCOUNTS;
    await inTransaction(async (session) => {
      await accounts.updateOne({ _id: from }, { $inc: { balance: -1 } }, { session });
      await accounts.updateOne({ _id: (from + 1) % ACCOUNTS }, { $inc: { balance: 1 } }, { session });
    });
  };
  return [pair, pair, transfer, transfer];
}

/** Eleven clients' work. */
export const writersOf = (client: MongoClient, collections: Collections, ledger: Ledger): Writer[] => [
  ...plainWriters(collections, ledger),
  ...transactionWriters(client, collections, ledger),
];
