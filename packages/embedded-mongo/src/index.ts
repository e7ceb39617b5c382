import { MemoryKeyValueStore } from './store/memory-key-value';
import { DamagedDataError } from './store/data-file-check';
import { LmdbKeyValueStore, dataFileIn } from './store/lmdb-key-value';
import type { KeyValueStore } from './store/key-value';
import { lockFolder } from './store/folder-lock';
import { MongoError } from './errors';
import { warn } from './warn';
import { type Listen, MongoServer } from './server';

export { FolderLockedError } from './store/folder-lock';
export { DamagedDataError } from './store/data-file-check';
export { UnknownFormatError } from './store/format';
export { startEmbeddedMongoInWorker } from './worker-thread';

export interface EmbeddedMongoOptions {
  /** `lmdb` keeps data in `folder`; `memory` forgets it at the end. */
  readonly backend: 'lmdb' | 'memory';
  /** Where the data lives; required for `lmdb`, created when missing. */
  readonly folder?: string;
  /** Default: 127.0.0.1 on a free port. A Unix socket gets mode 0600. */
  readonly listen?: Listen;
  /** Pause between two sweeps of TTL indexes, in seconds. Default: 60. */
  readonly ttlSeconds?: number;
  /** Told about failures of the store itself. Default: a process warning. */
  readonly report?: (error: unknown) => void;
}

export interface EmbeddedMongo {
  /** For `MongoClient.connect` and `mongoose.connect`: a replica set of one member, with transactions. */
  readonly uri: string;
  /** Ends all connections and gives the folder back. */
  close(): Promise<void>;
}

function start(options: EmbeddedMongoOptions, storage: KeyValueStore): Promise<MongoServer> {
  const { listen = { host: '127.0.0.1', port: 0 }, ttlSeconds = 60, report = warn } = options;
  return MongoServer.start(storage, { listen, ttlSeconds, report });
}

/** Closing twice is closing once: by then the folder may belong to somebody else. */
function handleOf(server: MongoServer, afterwards?: () => void): EmbeddedMongo {
  let closing: Promise<void> | undefined;
  return { uri: server.uri, close: () => (closing ??= server.close().finally(afterwards)) };
}

/**
 * Starts the store in this process.
 * @throws FolderLockedError when another process uses the folder, UnknownFormatError when its data is of another
 *   version, DamagedDataError when the data cannot be read
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  if (options.backend === 'memory') return handleOf(await start(options, new MemoryKeyValueStore()));
  const { folder } = options;
  if (folder === undefined) throw new Error('the lmdb backend needs a folder');
  const unlock = lockFolder(folder);
  try {
    return handleOf(await start(options, await LmdbKeyValueStore.open(folder)), unlock);
  } catch (error) {
    unlock();
    throw error instanceof MongoError ? new DamagedDataError(dataFileIn(folder), error.message) : error;
  }
}
