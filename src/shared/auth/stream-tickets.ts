import { hash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config';
import { type Caller, Clock, DomainError, type RequestContext } from '../kernel';
import { RedisConnections } from '../redis';
import { forbidden, ticketInvalid } from './auth.errors';

const LIFE_MS = 30_000;
const SECRET_BYTES = 32;

export interface StreamTicket {
  /** Send it as `?ticket=` within half a minute, once. */
  ticket: string;
  expiresAt: Date;
}

/** What a ticket stands for. */
export interface TicketHolder {
  sessionId: string;
  /** Absent for streams that belong to no workspace. */
  workspaceId?: string;
}

/**
 * Single-use tickets for EventSource, which can send no token in a header. A ticket is bound to the sign-in, to the
 * purpose and to the workspace of its issue; a route takes it with `@AcceptsTicket(purpose)`.
 */
@Injectable()
export class StreamTickets {
  constructor(
    private readonly redis: RedisConnections,
    private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'redis'>,
  ) {}

  /** @throws DomainError ACCESS.FORBIDDEN for machines, AUTH.TICKETS_UNAVAILABLE while Redis is away. */
  async issue(caller: Caller | RequestContext, purpose: string): Promise<StreamTicket> {
    const { sessionId } = caller;
    if (sessionId === undefined) throw forbidden('Only a signed-in person can open a stream.');
    const ticket = randomBytes(SECRET_BYTES).toString('base64url');
    const holder: TicketHolder = {
      sessionId,
      ...('workspaceId' in caller ? { workspaceId: caller.workspaceId } : {}),
    };
    await this.asking(() =>
      this.redis.commands.set(this.keyOf(ticket, purpose), JSON.stringify(holder), 'PX', LIFE_MS),
    );
    return { ticket, expiresAt: new Date(this.clock.now().getTime() + LIFE_MS) };
  }

  /** Uses the ticket up. @throws DomainError AUTH.TICKET_INVALID, AUTH.TICKETS_UNAVAILABLE. */
  async redeem(ticket: string, purpose: string): Promise<TicketHolder> {
    const stored = await this.asking(() => this.redis.commands.getdel(this.keyOf(ticket, purpose)));
    if (stored === null) throw ticketInvalid();
    return JSON.parse(stored) as TicketHolder;
  }

  /** Hashed, so that a look into Redis opens no stream. */
  private keyOf(ticket: string, purpose: string): string {
    return `${this.config.redis.prefix}:ticket:${purpose}:${hash('sha256', ticket)}`;
  }

  private async asking<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (cause) {
      const words = 'Streams cannot be opened at the moment. Try again shortly.';
      throw new DomainError('AUTH.TICKETS_UNAVAILABLE', 'unavailable', words, { cause });
    }
  }
}
