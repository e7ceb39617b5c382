import { parentPort, workerData } from 'node:worker_threads';
import { type ReadDocument, readDocument, type ReadOrder } from './read-document';
import { UnreadableDocument } from './unreadable-document';

export type ReaderAnswer =
  { ok: true; document: ReadDocument } | { ok: false; code: string; message: string; unexpected: boolean };

async function answer(): Promise<ReaderAnswer> {
  try {
    return { ok: true, document: await readDocument(workerData as ReadOrder) };
  } catch (error) {
    if (error instanceof UnreadableDocument)
      return { ok: false, code: error.code, message: error.message, unexpected: false };
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'unreadable-file', message, unexpected: true };
  }
}

void answer().then((message) => parentPort?.postMessage(message));
