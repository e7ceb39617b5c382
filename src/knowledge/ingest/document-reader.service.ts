import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { AppLogger } from '../../shared/observability';
import type { ReadDocument, ReadOrder } from './read-document';
import type { ReaderAnswer } from './reader-thread';
import { UnreadableDocument } from './unreadable-document';

const TIME_MS = 60_000;
/** A small file may unpack to a huge one. */
const MEMORY_MB = 512;

/** Reads documents of strangers, each in a thread of its own with a bound on time and memory. */
@Injectable()
export class DocumentReader {
  constructor(private readonly logger: AppLogger) {}

  /** @throws UnreadableDocument */
  async read(order: ReadOrder): Promise<ReadDocument> {
    const thread = new Worker(path.join(__dirname, 'reader-thread.js'), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      // What libraries print is no log line.
      stdout: true,
      stderr: true,
    });
    try {
      return this.documentOf(await answerOf(thread));
    } finally {
      await thread.terminate();
    }
  }

  private documentOf(answer: ReaderAnswer): ReadDocument {
    if (answer.ok) return answer.document;
    const { code, message, unexpected } = answer;
    if (!unexpected) throw new UnreadableDocument(code, message);
    this.logger.event('warn', 'document reader failed', { reason: message });
    throw new UnreadableDocument(code, 'This file cannot be read.');
  }
}

function answerOf(thread: Worker): Promise<ReaderAnswer> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new UnreadableDocument('too-complex', 'Reading it takes too much time or memory.'));
    const timer = setTimeout(giveUp, TIME_MS);
    thread.once('message', resolve);
    // Out of memory is an error of the thread, too.
    thread.once('error', giveUp);
    thread.once('exit', () => {
      clearTimeout(timer);
      giveUp();
    });
  });
}
