import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from '../http';
import type { Caller, RequestContext, UserCaller, WorkspaceId } from '../kernel';
import type { DirectoryUser } from './access-directory';

/** A request after the guard let it pass. */
export interface SignedInRequest extends ApiRequest {
  user?: DirectoryUser;
  /** On routes with `@Requires`: the workspace of the path, of which the user is a member. */
  workspaceId?: WorkspaceId;
}

const originOf = ({ id, ip }: SignedInRequest) => ({ correlationId: id, ip });

export function callerOf(request: SignedInRequest): UserCaller {
  if (request.user === undefined) throw new Error('@CurrentCaller() and @Ctx() need a route that is not public.');
  const userId = request.user.id;
  return { userId, actor: { kind: 'user', userId }, ...originOf(request) };
}

export function contextOf(request: SignedInRequest): RequestContext {
  if (request.workspaceId === undefined) throw new Error('@Ctx() needs a route with @Requires().');
  const { actor } = callerOf(request);
  return { actor, ...originOf(request), workspaceId: request.workspaceId };
}

/** Parameter of a `@Requires` route: the RequestContext that tenant services take first. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext =>
  contextOf(context.switchToHttp().getRequest<SignedInRequest>()),
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
