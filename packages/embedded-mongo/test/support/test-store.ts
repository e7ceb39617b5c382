import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Collection, type Db, type Document, MongoClient, type MongoClientOptions, type ObjectId } from 'mongodb';
import { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from '../../src';

export const BACKENDS = ['memory', 'lmdb'] as const;
export type Backend = (typeof BACKENDS)[number];
/** A document with any fields and any kind of `_id`. */
export type Doc = Document & { _id?: string | number | ObjectId | object | null };

export function temporaryFolder(): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'embedded-mongo-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A running store with a connected client; every test asks for a collection of its own. */
export interface TestStore {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
  collection(documents?: Doc[]): Promise<Collection<Doc>>;
}

/** Starts a store for the tests of the surrounding `describe`. */
export function useStore(
  backend: Backend,
  options: Partial<EmbeddedMongoOptions> & { client?: MongoClientOptions } = {},
): TestStore {
  let running: EmbeddedMongo | undefined;
  let client: MongoClient | undefined;
  let folder: ReturnType<typeof temporaryFolder> | undefined;
  let collections = 0;
  const { client: clientOptions, ...storeOptions } = options;

  beforeAll(async () => {
    folder = temporaryFolder();
    running = await startEmbeddedMongo({ backend, folder: folder.path, ...storeOptions });
    client = await MongoClient.connect(running.uri, { serverSelectionTimeoutMS: 5000, ...clientOptions });
  });
  afterAll(async () => {
    await client?.close();
    await running?.close();
    folder?.remove();
  });

  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the store is started in beforeAll');
    return value;
  };
  return {
    get uri() {
      return started(running).uri;
    },
    get client() {
      return started(client);
    },
    get db() {
      return started(client).db('test');
    },
    async collection(documents = []) {
      const created = started(client).db('test').collection<Doc>(`c${++collections}`);
      if (documents.length > 0) await created.insertMany(documents);
      return created;
    },
  };
}

export async function idsOf(cursor: { toArray(): Promise<Doc[]> }): Promise<unknown[]> {
  return (await cursor.toArray()).map((document) => document._id as unknown);
}

/** The error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error as Error & Record<string, unknown>;
    throw error;
  }
  throw new Error('expected a rejection');
}

/** Asks again, with the event loop in between, until the answer satisfies; the test's timeout is the limit. */
export async function until<T>(ask: () => Promise<T>, satisfied: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
  }
}
