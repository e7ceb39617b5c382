import { Injectable } from '@nestjs/common';
import { ExtractJwt } from 'passport-jwt';
import { Contributions } from '../kernel';
import { AccessDirectory } from './access-directory';
import { ticketInvalid, tokenInvalid } from './auth.errors';
import type { Principal, SignedInRequest } from './principal';
import { SignedInUsers } from './signed-in-users';
import { StreamTickets } from './stream-tickets';

/** What the secret of an API key begins with. */
export const API_KEY_PREFIX = 'pk_';
const MAX_TICKET_CHARACTERS = 64;

const bearerOf: (request: Pick<SignedInRequest, 'headers'>) => string | null = ExtractJwt.fromAuthHeaderAsBearerToken();

/** The ways to say who one is, beside an access token. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly contributions: Contributions,
    private readonly users: SignedInUsers,
    private readonly tickets: StreamTickets,
  ) {}

  /** Null when the request shows neither a key nor a ticket. @throws DomainError AUTH.TOKEN_INVALID, AUTH.TICKET_INVALID. */
  async authenticate(request: SignedInRequest, ticketPurpose: string | undefined): Promise<Principal | null> {
    const bearer = bearerOf(request);
    if (bearer?.startsWith(API_KEY_PREFIX) === true) return this.byKey(bearer);
    const { ticket } = request.query as { ticket?: unknown };
    if (bearer !== null || ticketPurpose === undefined || typeof ticket !== 'string') return null;
    return this.byTicket(ticket, ticketPurpose, request.params as { workspaceId?: string });
  }

  private async byKey(secret: string): Promise<Principal> {
    const key = await this.contributions.one(AccessDirectory).useApiKey(secret);
    if (key === null) throw tokenInvalid();
    return { ...key, kind: 'api-key' };
  }

  private async byTicket(ticket: string, purpose: string, path: { workspaceId?: string }): Promise<Principal> {
    if (ticket.length > MAX_TICKET_CHARACTERS) throw ticketInvalid();
    const holder = await this.tickets.redeem(ticket, purpose);
    if (holder.workspaceId !== path.workspaceId) throw ticketInvalid();
    const user = await this.users.ofSession(holder.sessionId);
    if (user === null) throw ticketInvalid();
    return user;
  }
}
