import { encode } from '../bson';
import type { Paced } from '../pace';
import { numberOr } from './arguments';
import type { CommandContext, Reply } from './command';
import { deadlineOf, nextRow } from './turns';

const FIRST_BATCH = 101;
/** A batch stays below MongoDB's 16 MB, whatever the client asks for. */
const BATCH_BYTES = 16_000_000;

interface Batch {
  readonly documents: Buffer[];
  readonly held: Buffer | undefined;
  readonly done: boolean;
}

async function readBatch(
  rows: Iterator<Paced<Buffer>>,
  pending: Buffer[],
  size: number,
  deadline: number,
): Promise<Batch> {
  const documents: Buffer[] = [];
  let bytes = 0;
  while (documents.length < size) {
    const row = pending.shift() ?? (await nextRow(rows, deadline));
    if (row === undefined) return { documents, held: undefined, done: true };
    if (documents.length > 0 && bytes + row.length > BATCH_BYTES) return { documents, held: row, done: false };
    bytes += row.length;
    documents.push(row);
  }
  // Look one row ahead, so that a full last batch closes the cursor.
  const held = size > 0 ? (pending.shift() ?? (await nextRow(rows, deadline))) : undefined;
  return { documents, held, done: size > 0 && held === undefined };
}

/** Writes `{ cursor: { <field>: [...], id, ns }, ok: 1 }` around finished documents, which are copied, never re-encoded. */
export function encodeCursor(
  field: 'firstBatch' | 'nextBatch',
  documents: readonly Buffer[],
  id: bigint,
  namespace: string,
): Buffer {
  const tail = encode({ id, ns: namespace }).subarray(4); // with the closing zero of `cursor`
  const end = encode({ ok: 1 }).subarray(4);
  const names = documents.map((_, at) => `${at}`);
  const arrayBytes = documents.reduce((sum, document, at) => sum + 2 + (names[at]?.length ?? 0) + document.length, 5);
  const cursorBytes = 4 + 1 + field.length + 1 + arrayBytes + tail.length;
  const out = Buffer.allocUnsafe(4 + 8 + cursorBytes + end.length);
  let at = out.writeInt32LE(out.length, 0);
  at += out.write('\x03cursor\0', at, 'latin1');
  at = out.writeInt32LE(cursorBytes, at);
  at += out.write(`\x04${field}\0`, at, 'latin1');
  at = out.writeInt32LE(arrayBytes, at);
  documents.forEach((document, index) => {
    at += out.write(`\x03${names[index]}\0`, at, 'latin1');
    at += document.copy(out, at);
  });
  out[at++] = 0;
  at += tail.copy(out, at);
  end.copy(out, at);
  return out;
}

export interface CursorOptions {
  readonly namespace: string;
  readonly batchSize?: number | undefined;
  /** Never keep a cursor open. */
  readonly single?: boolean;
}

/** Answers with the first batch and keeps a cursor for the rest. */
export async function openCursor(
  context: CommandContext,
  rows: Iterator<Paced<Buffer>>,
  options: CursorOptions,
): Promise<Reply> {
  const { namespace, batchSize = FIRST_BATCH, single = false } = options;
  const { documents, held, done } = await readBatch(rows, [], batchSize, deadlineOf(context));
  if (done || single) return encodeCursor('firstBatch', documents, 0n, namespace);
  const pending = held ? [held] : [];
  const cursor = context.services.cursors.add({ namespace, rows, pending, sessionId: context.session?.id }, Date.now());
  return encodeCursor('firstBatch', documents, cursor.id, namespace);
}

/** `getMore`: the next batch of an open cursor. */
export async function continueCursor(context: CommandContext, id: bigint, namespace: string): Promise<Reply> {
  const { cursors } = context.services;
  const cursor = cursors.take(id, namespace);
  const size = numberOr(context.body, 'batchSize', 0) || Infinity;
  const { documents, held, done } = await readBatch(cursor.rows, cursor.pending, size, deadlineOf(context));
  if (done) return encodeCursor('nextBatch', documents, 0n, namespace);
  if (held) cursor.pending.unshift(held);
  cursors.restore(cursor, Date.now());
  return encodeCursor('nextBatch', documents, id, namespace);
}

/** A cursor reply that is complete at once. */
export const completeCursor = (namespace: string, documents: readonly Buffer[]): Reply =>
  encodeCursor('firstBatch', documents, 0n, namespace);
