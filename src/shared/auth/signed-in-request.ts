import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from '../http';
import type { RequestContext, UserId, WorkspaceId } from '../kernel';
import type { DirectoryUser } from './access-directory';

/** A request after the guard let it pass. */
export interface SignedInRequest extends ApiRequest {
  user?: DirectoryUser;
  /** On routes with `@Requires`: the workspace of the path, of which the user is a member. */
  workspaceId?: WorkspaceId;
}

/** Who asks, on routes without a workspace. */
export interface Caller {
  userId: UserId;
  correlationId: string;
}

export function callerOf(request: SignedInRequest): Caller {
  if (request.user === undefined) throw new Error('@CurrentCaller() and @Ctx() need a route that is not public.');
  return { userId: request.user.id, correlationId: request.id };
}

export function contextOf(request: SignedInRequest): RequestContext {
  if (request.workspaceId === undefined) throw new Error('@Ctx() needs a route with @Requires().');
  return { ...callerOf(request), workspaceId: request.workspaceId };
}

/** Parameter of a `@Requires` route: the RequestContext that tenant services take first. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext =>
  contextOf(context.switchToHttp().getRequest<SignedInRequest>()),
);

/** Parameter of an `@Authenticated` or `@PlatformAdmin` route. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<SignedInRequest>()),
);
