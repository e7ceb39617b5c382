import { MongoClient } from 'mongodb';
import { LmdbKeyValueStore } from '../../src/store/lmdb-key-value';
import { indexMismatches } from './index-check';
import { type Collections, Ledger, TOTAL_BALANCE, collectionsOf, isTorn, prepare, writersOf } from './kill-load';
import { StoreProcess } from './store-process';
import { type Doc, idsOf } from './test-store';

/** What must not be found after a kill. */
export interface Damage {
  readonly lost: unknown[];
  readonly torn: unknown[];
  readonly indexMismatches: string[];
  readonly halfTransactions: unknown[];
}

export const NO_DAMAGE: Damage = { lost: [], torn: [], indexMismatches: [], halfTransactions: [] };

export interface Totals {
  readonly rounds: number;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly transactions: number;
}

function lostOf(stored: ReadonlyMap<unknown, Doc>, ledger: Ledger): unknown[] {
  const inserts = [...ledger.inserted].filter((id) => !stored.has(id) && !ledger.deletesBegun.has(id));
  const updates = [...ledger.updates].filter(([id, n]) => Number(stored.get(id)?.n ?? n) < n);
  const deletes = [...ledger.deleted].filter((id) => stored.has(id));
  return [...inserts, ...updates, ...deletes];
}

async function halfTransactionsOf({ left, right, accounts }: Collections, ledger: Ledger): Promise<unknown[]> {
  const [lefts, rights] = [new Set(await idsOf(left.find())), new Set(await idsOf(right.find()))];
  const onOneSide = [...lefts, ...rights].filter((id) => !lefts.has(id) || !rights.has(id));
  const lost = ledger.transactions.filter((id) => !lefts.has(id));
  const balances = await accounts.find().toArray();
  const total = balances.reduce((sum, { balance }) => sum + Number(balance), 0);
  return [...onOneSide, ...lost, ...(total === TOTAL_BALANCE ? [] : [{ total }])];
}

/** Writes until the process is gone. */
async function writeUntilKilled(
  store: StoreProcess,
  client: MongoClient,
  ledger: Ledger,
  writes: number,
): Promise<void> {
  const goal = ledger.operations + writes;
  let killed: Promise<unknown> | undefined;
  const loop = async (write: () => Promise<void>): Promise<void> => {
    while (killed === undefined) {
      await write();
      if (++ledger.operations >= goal) killed ??= store.signal('SIGKILL');
    }
  };
  const writers = writersOf(client, collectionsOf(client), ledger);
  await Promise.allSettled(writers.map(loop)); // writes under way when the process dies fail
  await killed;
}

async function mismatchesIn(folder: string): Promise<string[]> {
  const storage = await LmdbKeyValueStore.open(folder);
  try {
    return indexMismatches(storage);
  } finally {
    await storage.close();
  }
}

/** Starts the store in `folder`, lets `work` use it, and ends it where `work` did not. */
async function withStore<T>(
  folder: string,
  work: (client: MongoClient, store: StoreProcess) => Promise<T>,
): Promise<T> {
  const store = new StoreProcess(['--folder', folder]);
  const client = await MongoClient.connect(await store.uri(), { retryWrites: false, serverSelectionTimeoutMS: 300 });
  try {
    return await work(client, store);
  } finally {
    await client.close(true);
    await store.signal('SIGTERM');
  }
}

/**
 * Kills the store under load again and again, and looks the data over each time: through the driver, and key by key.
 * @param damaged told what was found after each round
 */
export async function killRounds(
  folder: string,
  { rounds, writes }: { rounds: number; writes: number },
  damaged: (damage: Damage, round: number) => void,
): Promise<Totals> {
  const ledger = new Ledger();
  await withStore(folder, (client) => prepare(collectionsOf(client)));
  for (let round = 1; round <= rounds; round++) {
    await withStore(folder, (client, store) => writeUntilKilled(store, client, ledger, writes));
    const mismatches = await mismatchesIn(folder);
    await withStore(folder, async (client) => {
      const collections = collectionsOf(client);
      const documents = await collections.documents.find().toArray();
      const stored = new Map<unknown, Doc>(documents.map((document) => [document._id, document]));
      damaged(
        {
          lost: lostOf(stored, ledger),
          torn: documents.filter(isTorn),
          indexMismatches: mismatches,
          halfTransactions: await halfTransactionsOf(collections, ledger),
        },
        round,
      );
    });
  }
  const updates = [...ledger.updates.values()].reduce((sum, n) => sum + n, 0);
  const { inserted, deleted, transactions } = ledger;
  return { rounds, inserts: inserted.size, updates, deletes: deleted.size, transactions: transactions.length };
}
