import { fail } from './errors';
import type { Paced } from './pace';

/** A query that a client has not read to the end. Its rows are finished BSON documents. */
export interface OpenCursor {
  readonly id: bigint;
  readonly namespace: string;
  readonly rows: Iterator<Paced<Buffer>>;
  /** Rows already read that did not fit the last batch. */
  readonly pending: Buffer[];
  readonly sessionId: string | undefined;
  lastUsed: number;
}

const IDLE_MS = 10 * 60_000;

/** The open cursors of all clients. */
export class CursorRegistry {
  private readonly open = new Map<bigint, OpenCursor>();
  private nextId = 1n;

  get size(): number {
    return this.open.size;
  }

  add(cursor: Omit<OpenCursor, 'id' | 'lastUsed'>, now: number): OpenCursor {
    // Ids start high so that nobody mistakes them for counters; 0 would mean "exhausted".
    const opened = { ...cursor, id: 0x1000_0000n + this.nextId++, lastUsed: now };
    this.open.set(opened.id, opened);
    return opened;
  }

  /** @throws MongoError 43 when there is no such cursor, 13 when it belongs to another namespace */
  take(id: bigint, namespace: string): OpenCursor {
    const cursor = this.open.get(id) ?? fail(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      fail(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    this.open.delete(id);
    return cursor;
  }

  /** Puts a cursor back that {@link take} gave out. */
  restore(cursor: OpenCursor, now: number): void {
    cursor.lastUsed = now;
    this.open.set(cursor.id, cursor);
  }

  kill(id: bigint): boolean {
    return this.open.delete(id);
  }

  killOfSession(sessionId: string): void {
    for (const cursor of this.open.values()) if (cursor.sessionId === sessionId) this.open.delete(cursor.id);
  }

  dropIdle(now: number): void {
    for (const cursor of this.open.values()) if (now - cursor.lastUsed > IDLE_MS) this.open.delete(cursor.id);
  }
}
