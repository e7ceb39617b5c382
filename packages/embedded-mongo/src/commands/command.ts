import type { CursorRegistry } from '../cursors';
import type { Session, SessionRegistry } from '../sessions';
import type { ClientTransaction } from '../store/client-transaction';
import type { DocumentStore } from '../store/document-store';
import type { WriteQueue } from '../store/write-queue';
import type { Document } from '../types';

/** What may be changed while the server runs. */
export interface ServerSettings {
  /** Pause between two sweeps of expired documents; called with the new value. */
  setTtlSeconds(seconds: number): void;
  ttlSeconds(): number;
}

/** What all commands work with. */
export interface Services {
  readonly store: DocumentStore;
  readonly writes: WriteQueue;
  readonly cursors: CursorRegistry;
  readonly sessions: SessionRegistry;
  readonly settings: ServerSettings;
  connectionCount(): number;
}

/** One command of one client. */
export interface CommandContext {
  readonly services: Services;
  readonly name: string;
  readonly body: Document;
  /** The command as it came in, for documents that are stored byte for byte. */
  readonly rawBody: Buffer;
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  readonly database: string;
  /** How this client reached the server: `host:port`, or the socket's path. */
  readonly address: string;
  readonly now: Date;
  readonly session: Session | undefined;
  readonly transaction: ClientTransaction | undefined;
}

/** A reply as fields, or as finished BSON. */
export type Reply = Document | Buffer;

/** A read may take several turns of the event loop. */
export interface ReadCommand {
  readonly kind: 'read';
  readonly inTransaction: boolean;
  run(context: CommandContext): Reply | Promise<Reply>;
}

/** A write runs in one turn, inside a storage transaction; `schema` also inside a client transaction, which it escapes. */
export interface WriteCommand {
  readonly kind: 'write' | 'schema';
  readonly inTransaction: boolean;
  run(context: CommandContext): Reply;
}

export type Command = ReadCommand | WriteCommand;

export const read = (run: ReadCommand['run']): Command => ({ kind: 'read', inTransaction: true, run });
export const write = (run: WriteCommand['run']): Command => ({ kind: 'write', inTransaction: true, run });
export const schema = (run: WriteCommand['run']): Command => ({ kind: 'schema', inTransaction: true, run });
export const outsideTransactions = (command: Command): Command => ({ ...command, inTransaction: false });
