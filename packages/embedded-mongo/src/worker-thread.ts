import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EmbeddedMongo, EmbeddedMongoOptions } from './index';
import { warn } from './warn';

/** What the thread tells; it ends when its store is closed. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly uri: string }
  | { readonly kind: 'failed' | 'reported'; readonly name: string; readonly message: string };

function asError({ name, message }: { name: string; message: string }): Error {
  return Object.assign(new Error(message), { name });
}

/** Resolves with the address of the store in the thread; an error keeps the name that it had there. */
function ready(worker: Worker, report: (error: unknown) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve(message.uri);
      else if (message.kind === 'failed') reject(asError(message));
      else report(asError(message));
    });
    worker.once('error', (error) => {
      reject(error);
      report(error);
    });
  });
}

/**
 * Starts the store in a worker thread of this process, so that it does not share the event loop of the program.
 * @throws Error named `FolderLockedError`, `UnknownFormatError` or `DamagedDataError`, as `startEmbeddedMongo` does
 */
export async function startEmbeddedMongoInWorker(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { report = warn, ...workerData } = options;
  const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    worker.postMessage('close');
    return ended;
  };
  return { uri: await ready(worker, report), close: () => (closing ??= close()) };
}
