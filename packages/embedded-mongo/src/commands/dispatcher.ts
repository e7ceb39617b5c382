import { decode, decodeSome, encode, rawElements } from '../bson';
import { MongoError, fail } from '../errors';
import type { Session } from '../sessions';
import type { Document } from '../types';
import type { Request } from '../wire';
import { optionalDocument } from './arguments';
import type { Command, CommandContext, Reply, Services, WriteCommand } from './command';
import { findCommand } from './command-table';
import { sessionIdOf, transactionNumberOf } from './session-commands';

const encodeReply = (reply: Reply): Buffer => (Buffer.isBuffer(reply) ? reply : encode(reply));

/** Codes after which the whole transaction may be tried again. */
const TRANSIENT = new Set([112, 246, 251]);

/** An error as the reply that drivers understand. */
function errorReply(error: unknown, inTransaction: boolean): Document {
  const known = error instanceof MongoError ? error : new MongoError(1, `internal error: ${String(error)}`);
  const labels = inTransaction && TRANSIENT.has(known.code) ? { errorLabels: ['TransientTransactionError'] } : {};
  return { ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.extra, ...labels };
}

/** The command's fields; an insert's documents stay undecoded, since they are stored as they came. */
function decodeBody(raw: Buffer): Document {
  const names = [...rawElements(raw)].map((element) => element.name);
  if (names[0] !== 'insert') return decode(raw);
  return decodeSome(raw, new Set(names.filter((name) => name !== 'documents')));
}

function checkReadConcern(body: Document): void {
  const level = optionalDocument(body, 'readConcern')?.level;
  if (level === 'snapshot' && body.autocommit === undefined) {
    fail(238, 'snapshot reads outside a transaction are not supported by the embedded store');
  }
}

/** Takes requests apart, finds their commands and runs them where they belong. */
export class Dispatcher {
  constructor(
    private readonly services: Services,
    /** Told about errors that are this store's own fault. */
    private readonly report: (error: unknown) => void,
  ) {}

  /** Always answers; errors become replies. */
  async execute(request: Request, address: string): Promise<Buffer> {
    let inTransaction = false;
    try {
      const body = decodeBody(request.body);
      inTransaction = body.autocommit === false;
      return await this.run(request, body, address);
    } catch (error) {
      if (!(error instanceof MongoError)) this.report(error);
      return encode(errorReply(error, inTransaction));
    }
  }

  private async run(request: Request, body: Document, address: string): Promise<Buffer> {
    const [name = ''] = Object.keys(body);
    const command = findCommand(name);
    checkReadConcern(body);
    const sessionId = sessionIdOf(body.lsid);
    const session = sessionId === undefined ? undefined : this.services.sessions.use(sessionId);
    const context: CommandContext = {
      services: this.services,
      name,
      body,
      rawBody: request.body,
      sequences: request.sequences,
      database: typeof body.$db === 'string' ? body.$db : 'admin',
      address,
      now: new Date(),
      session,
      transaction: undefined,
    };
    const endsTransaction = name === 'commitTransaction' || name === 'abortTransaction';
    if (session && body.autocommit === false && !endsTransaction)
      return this.runInTransaction(context, command, session);
    if (command.kind === 'read') return encodeReply(await command.run(context));
    return this.runWrite(context, command, transactionNumberOf(body));
  }

  private async runInTransaction(context: CommandContext, command: Command, session: Session): Promise<Buffer> {
    const number = transactionNumberOf(context.body) ?? fail(72, 'a transaction needs a txnNumber');
    const { sessions, store } = this.services;
    const starts = context.body.startTransaction === true;
    const transaction = starts ? sessions.begin(session, number) : sessions.current(session, number);
    const inside = { ...context, transaction };
    try {
      if (!command.inTransaction) fail(263, `Cannot run '${context.name}' in a multi-document transaction.`);
      if (context.name === 'count') fail(263, "Cannot run 'count' in a multi-document transaction.");
      const reply = command.kind === 'schema' ? store.unit.run(() => command.run(inside)) : await command.run(inside);
      return encodeReply(reply);
    } catch (error) {
      sessions.abort(session);
      throw error;
    }
  }

  /** A write outside transactions. A retry of one that went through gets the first reply again. */
  private runWrite(context: CommandContext, command: WriteCommand, number: bigint | undefined): Promise<Buffer> {
    const { sessions, writes } = this.services;
    const { session } = context;
    return writes.run(() => {
      const retryable = session !== undefined && number !== undefined;
      const before = retryable ? sessions.replyOf(session, number) : undefined;
      if (before) return before;
      const reply = encodeReply(command.run({ ...context, now: new Date() }));
      if (retryable) sessions.remember(session, number, reply);
      return reply;
    });
  }
}
