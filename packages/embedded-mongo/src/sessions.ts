import { Binary } from 'bson';
import { decode, encode } from './bson';
import { fail } from './errors';
import type { ClientTransaction } from './store/client-transaction';
import type { DocumentStore } from './store/document-store';
import { sessionKey, sessionRange } from './store/keys';
import type { Document } from './types';

export const SESSION_TIMEOUT_MINUTES = 30;
const SESSION_TIMEOUT_MS = SESSION_TIMEOUT_MINUTES * 60_000;
/** MongoDB's `transactionLifetimeLimitSeconds`. */
const TRANSACTION_LIFETIME_MS = 60_000;

interface SessionTransaction {
  readonly number: bigint;
  state: 'open' | 'committed' | 'aborted';
  client: ClientTransaction | undefined;
  expiry: NodeJS.Timeout | undefined;
}

/** What the server remembers about a client's logical session. */
export interface Session {
  readonly id: string;
  lastUsed: number;
  transaction: SessionTransaction | undefined;
  /** The last retryable write; undefined until storage was asked, null when there is none. */
  lastWrite: StoredWrite | null | undefined;
}

interface StoredWrite {
  readonly number: bigint;
  readonly reply: Buffer;
}

/** Sessions with their transactions, and the replies of retryable writes. */
export class SessionRegistry {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly store: DocumentStore) {}

  use(id: string): Session {
    let session = this.sessions.get(id);
    if (!session) this.sessions.set(id, (session = { id, lastUsed: 0, transaction: undefined, lastWrite: undefined }));
    session.lastUsed = Date.now();
    return session;
  }

  /** For `$listLocalSessions`. */
  describe(): Document[] {
    return [...this.sessions.values()].map(({ id, lastUsed }) => ({
      _id: { id: new Binary(Buffer.from(id, 'hex'), Binary.SUBTYPE_UUID) },
      lastUse: new Date(lastUsed),
    }));
  }

  /** Ends a session; an open transaction is aborted. */
  end(id: string): void {
    const session = this.sessions.get(id);
    if (session) this.abort(session);
    this.sessions.delete(id);
  }

  /** @throws MongoError 225 (older than the session's last), 50911 (number used already) */
  begin(session: Session, number: bigint): ClientTransaction {
    const last = session.transaction;
    if (last && number < last.number) this.failTooOld(session, number, last.number);
    if (last?.number === number) {
      fail(
        50911,
        `Cannot start a transaction at given transaction number ${number} a transaction with the same number is in state ${last.state}`,
      );
    }
    this.abort(session);
    const client = this.store.transactions.begin();
    const expiry = setTimeout(() => this.abort(session), TRANSACTION_LIFETIME_MS).unref();
    session.transaction = { number, state: 'open', client, expiry };
    return client;
  }

  /** The open transaction of this number. @throws MongoError 225 or 251 when there is none */
  current(session: Session, number: bigint): ClientTransaction {
    const { transaction } = session;
    if (transaction && number < transaction.number) this.failTooOld(session, number, transaction.number);
    if (transaction?.number !== number) {
      return fail(
        251,
        `Given transaction number ${number} does not match any in-progress transactions. The active transaction number is ${transaction?.number ?? -1}`,
      );
    }
    if (transaction.state === 'committed') fail(256, `Transaction with { txnNumber: ${number} } has been committed.`);
    return transaction.client ?? fail(251, `Transaction with { txnNumber: ${number} } has been aborted.`);
  }

  /** Repeating a commit that went through is answered with success again. */
  commit(session: Session, number: bigint): void {
    if (session.transaction?.number === number && session.transaction.state === 'committed') return;
    const client = this.current(session, number);
    const { transaction } = session;
    this.close(session, 'aborted');
    this.store.commit(client);
    if (transaction) transaction.state = 'committed';
  }

  abort(session: Session): void {
    const client = session.transaction?.client;
    if (!client) return;
    this.close(session, 'aborted');
    this.store.transactions.end(client);
  }

  /**
   * The reply that a retryable write of this number got before, if any.
   * @throws MongoError 225 when a later one has been seen
   */
  replyOf(session: Session, number: bigint): Buffer | undefined {
    const stored = (session.lastWrite ??= this.storedWrite(session.id));
    if (stored && stored.number > number) this.failTooOld(session, number, stored.number);
    return stored?.number === number ? stored.reply : undefined;
  }

  /** Keeps a retryable write's reply, in the storage transaction of the write itself. */
  remember(session: Session, number: bigint, reply: Buffer): void {
    const value = encode({ number, at: new Date(), reply: new Binary(reply) });
    this.store.storage.put(sessionKey(session.id), value);
    const before = session.lastWrite;
    this.store.unit.onRollback(() => (session.lastWrite = before));
    session.lastWrite = { number, reply };
  }

  /** Ends sessions and forgets replies that have not been used for 30 minutes; inside a unit of work. */
  dropExpired(now: number): void {
    for (const session of this.sessions.values()) {
      if (now - session.lastUsed > SESSION_TIMEOUT_MS) this.end(session.id);
    }
    for (const [key, value] of this.store.storage.range(sessionRange())) {
      const { at } = decode(value);
      if (at instanceof Date && now - at.getTime() > SESSION_TIMEOUT_MS) this.store.storage.remove(key);
    }
  }

  abortAll(): void {
    for (const session of this.sessions.values()) this.abort(session);
  }

  private storedWrite(id: string): StoredWrite | null {
    const value = this.store.storage.get(sessionKey(id));
    if (!value) return null;
    const { number, reply } = decode(value);
    // Only `remember` writes these entries.
    return { number: number as bigint, reply: Buffer.from((reply as Binary).buffer) };
  }

  private close(session: Session, state: 'aborted'): void {
    if (!session.transaction) return;
    clearTimeout(session.transaction.expiry);
    session.transaction.client = undefined;
    session.transaction.state = state;
  }

  private failTooOld(session: Session, number: bigint, newer: bigint): never {
    return fail(
      225,
      `Retryable write or transaction with txnNumber ${number} is prohibited on session ${session.id} because one with a newer txnNumber ${newer} has already started.`,
    );
  }
}
