import { Binary, UUID } from 'bson';
import { isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import type { Session } from '../sessions';
import type { Document } from '../types';
import { type CommandContext, type Reply, read } from './command';

/** The session's id as hexadecimal text, from a command's `lsid`. */
export function sessionIdOf(lsid: unknown): string | undefined {
  if (lsid === undefined) return undefined;
  const id = isPlainObject(lsid) ? lsid.id : undefined;
  if (!(id instanceof Binary) || id.position !== 16) return fail(9, 'lsid must hold a UUID');
  return Buffer.from(id.buffer.subarray(0, id.position)).toString('hex');
}

export function transactionNumberOf(body: Document): bigint | undefined {
  const { txnNumber } = body;
  if (txnNumber === undefined) return undefined;
  return typeof txnNumber === 'bigint' ? txnNumber : BigInt(Math.trunc(toNumber(txnNumber)));
}

function endSessions({ body, services }: CommandContext): Reply {
  const ended: unknown[] = Array.isArray(body.endSessions) ? body.endSessions : [];
  for (const lsid of ended) {
    const id = sessionIdOf(lsid);
    if (id === undefined) continue;
    services.cursors.killOfSession(id);
    services.sessions.end(id);
  }
  return { ok: 1 };
}

function refreshSessions({ body, services }: CommandContext): Reply {
  const refreshed: unknown[] = Array.isArray(body.refreshSessions) ? body.refreshSessions : [];
  for (const lsid of refreshed) {
    const id = sessionIdOf(lsid);
    if (id !== undefined) services.sessions.use(id);
  }
  return { ok: 1 };
}

/** The session and number that `commitTransaction` and `abortTransaction` need. */
function transactionOf({ session, body, name }: CommandContext): [Session, bigint] {
  const number = transactionNumberOf(body);
  if (!session || number === undefined || body.autocommit !== false) {
    return fail(72, `${name} must be run within a transaction: it needs lsid, txnNumber and autocommit: false`);
  }
  return [session, number];
}

function commitTransaction(context: CommandContext): Reply {
  const [session, number] = transactionOf(context);
  context.services.cursors.killOfSession(session.id);
  context.services.sessions.commit(session, number);
  return { ok: 1 };
}

function abortTransaction(context: CommandContext): Reply {
  const [session, number] = transactionOf(context);
  context.services.sessions.current(session, number);
  context.services.cursors.killOfSession(session.id);
  context.services.sessions.abort(session);
  return { ok: 1 };
}

export const SESSION_COMMANDS = {
  startSession: read(() => ({ id: { id: new UUID() }, timeoutMinutes: 30, ok: 1 })),
  endSessions: read(endSessions),
  refreshSessions: read(refreshSessions),
};

/** Commands that end a transaction; they are not statements of it. */
export const TRANSACTION_COMMANDS = {
  commitTransaction: read(commitTransaction),
  abortTransaction: read(abortTransaction),
};
