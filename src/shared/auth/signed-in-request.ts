import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor, Caller, RequestContext, UserCaller } from '../kernel';
import { forbidden } from './auth.errors';
import type { Permission } from './permissions';
import type { Principal, SignedInRequest } from './principal';

const originOf = ({ id, ip }: SignedInRequest) => ({ correlationId: id, ip });

export function actorOf(principal: Principal, { actingReason }: SignedInRequest): Actor {
  if (principal.kind === 'api-key') return { kind: 'api-key', apiKeyId: principal.id };
  return { kind: 'user', userId: principal.id, ...(actingReason === undefined ? {} : { actingReason }) };
}

const sessionOf = (principal: Principal) => (principal.kind === 'user' ? { sessionId: principal.sessionId } : {});

export function callerOf(request: SignedInRequest): UserCaller {
  const { user } = request;
  if (user?.kind !== 'user') throw new Error('@CurrentCaller() needs a route that asks for a person.');
  return { userId: user.id, actor: actorOf(user, request), ...sessionOf(user), ...originOf(request) };
}

export function contextOf(request: SignedInRequest): RequestContext {
  const { user, workspaceId } = request;
  if (user === undefined || workspaceId === undefined) throw new Error('@Ctx() needs a route with @Requires().');
  return { actor: actorOf(user, request), ...sessionOf(user), ...originOf(request), workspaceId };
}

/** Parameter of a `@Requires` route: the RequestContext that tenant services take first. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext =>
  contextOf(context.switchToHttp().getRequest<SignedInRequest>()),
);

/** What the caller of a `@Requires` route may do beside that. */
export class Grants {
  constructor(private readonly granted: readonly Permission[]) {}

  /** For what only some requests of a route need. @throws DomainError ACCESS.FORBIDDEN */
  demand(permission: Permission): void {
    if (!this.granted.includes(permission)) throw forbidden(`This needs the permission ${permission}, too.`);
  }
}

/** Parameter of a `@Requires` route. */
export const Granted = createParamDecorator(
  (_: unknown, context: ExecutionContext): Grants =>
    new Grants(context.switchToHttp().getRequest<SignedInRequest>().granted ?? []),
);

/** Parameter of an `@Authenticated` or `@PlatformAdmin` route. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): UserCaller =>
  callerOf(context.switchToHttp().getRequest<SignedInRequest>()),
);

/** Parameter of a `@Public` route: whoever it is. */
export const Visitor = createParamDecorator((_: unknown, context: ExecutionContext): Caller => ({
  actor: { kind: 'anonymous' },
  ...originOf(context.switchToHttp().getRequest<SignedInRequest>()),
}));
