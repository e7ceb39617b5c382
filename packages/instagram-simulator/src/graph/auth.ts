import type { FastifyRequest } from 'fastify';
import type { SimulatorCore } from '../core';
import type { Account, Token } from '../world/model';
import { GraphError } from './graph-error';
import type { Params } from './params';

export interface Caller {
  readonly account: Account;
  readonly token: Token;
}

const EXPIRED = 463;

/** Who calls: `Authorization: Bearer` or `access_token`. Throws 190 for a token that cannot be used. */
export function authenticate(core: SimulatorCore, request: FastifyRequest, params: Params): Caller {
  const value = bearerOf(request) ?? params.text('access_token');
  if (value === undefined) throw GraphError.token(undefined, 'An access token is required to request this resource.');
  return checkToken(core, value);
}

export function checkToken(core: SimulatorCore, value: string): Caller {
  const token = core.world.tokens.get(value);
  const account = token && core.world.accounts.get(token.accountId);
  if (!token || !account) {
    throw GraphError.token(undefined, 'Invalid OAuth access token - Cannot parse access token');
  }
  if (token.revokedSubcode !== null) {
    throw GraphError.token(token.revokedSubcode, 'Error validating access token: the session has been invalidated.');
  }
  if (token.expiresAt <= core.world.now()) {
    throw GraphError.token(EXPIRED, 'Error validating access token: Session has expired.');
  }
  return { account, token };
}

export function requirePermission({ token }: Caller, permission: string): void {
  if (!token.permissions.includes(permission)) throw GraphError.permission(permission);
}

/** `me`, the professional account id or the app-scoped id; anything else is not this token's. */
export function requireOwnNode({ account }: Caller, node: string): void {
  if (node !== 'me' && node !== account.id && node !== account.appScopedId) throw GraphError.missing(node);
}

export function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length).trim() : undefined;
}
