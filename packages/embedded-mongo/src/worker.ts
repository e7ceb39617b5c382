import { parentPort, workerData } from 'node:worker_threads';
import { type EmbeddedMongoOptions, startEmbeddedMongo } from './index';
import type { FromWorker } from './worker-thread';

const tell = (message: FromWorker): void => parentPort?.postMessage(message);

function tellError(kind: 'failed' | 'reported', error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  tell({ kind, name, message });
}

/** Runs in the thread: starts the store, tells where it is, and closes it when told to. */
async function main(): Promise<void> {
  const options = workerData as EmbeddedMongoOptions; // from `startEmbeddedMongoInWorker`
  const store = await startEmbeddedMongo({ ...options, report: (error) => tellError('reported', error) });
  parentPort?.once('message', () => void store.close().catch((error: unknown) => tellError('failed', error)));
  tell({ kind: 'ready', uri: store.uri });
}

main().catch((error: unknown) => tellError('failed', error));
