import { parentPort } from 'node:worker_threads';
import type { FromThread, IndexFacts, ToThread } from './index-thread.protocol';
import { PartitionIndex } from './partition-index';
import type { VectorHits } from './vector-store.port';

const partitions = new Map<string, PartitionIndex>();

function indexOf(partition: string): PartitionIndex {
  const index = partitions.get(partition) ?? new PartitionIndex();
  partitions.set(partition, index);
  return index;
}

function answerTo(message: Extract<ToThread, { id: number }>): IndexFacts | VectorHits {
  const index = indexOf(message.partition);
  if (message.kind === 'search') return index.search(message.query);
  index.commit(message.remove, message.documents);
  return { bytes: index.bytes, wasteful: index.isWasteful };
}

function replyTo(message: Extract<ToThread, { id: number }>): FromThread {
  try {
    return { id: message.id, ok: true, answer: answerTo(message) };
  } catch (error) {
    return { id: message.id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'stage') indexOf(message.partition).stage(message.records);
  else if (message.kind === 'unstage') indexOf(message.partition).unstage();
  else if (message.kind === 'drop') partitions.delete(message.partition);
  else parentPort?.postMessage(replyTo(message));
});
