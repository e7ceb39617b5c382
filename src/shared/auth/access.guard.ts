import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ACCESS_RULE, type AccessRule, TICKET_PURPOSE } from './access-rules';
import { ACCESS_TOKEN_STRATEGY } from './access-token.strategy';
import { forbidden, tokenInvalid } from './auth.errors';
import { Authenticator } from './authenticator';
import { Authorizer } from './authorizer';
import type { SignedInRequest } from './principal';
import { RATE_LIMITS, type RouteLimit } from './rate-limit.decorator';
import { RequestLimits } from './request-limits';

/** The one guard of the API: how often, who is it, and does the route's rule let them pass? */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RequestLimits,
    private readonly authenticator: Authenticator,
    private readonly authorizer: Authorizer,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, handler);
    if (rule === undefined) throw forbidden('This route declares no access rule.');
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const limits = this.reflector.get<RouteLimit[] | undefined>(RATE_LIMITS, handler) ?? [];
    await this.limits.countAddress(request, limits);
    if (rule.kind === 'public') return true;
    await this.authenticate(context, request);
    await this.authorizer.authorize(rule, request);
    await this.limits.countCaller(request, limits);
    return true;
  }

  override handleRequest<User>(error: Error | null, user: User | false): User {
    if (error) throw error;
    if (!user) throw tokenInvalid();
    return user;
  }

  private async authenticate(context: ExecutionContext, request: SignedInRequest): Promise<void> {
    const purpose = this.reflector.get<string | undefined>(TICKET_PURPOSE, context.getHandler());
    const principal = await this.authenticator.authenticate(request, purpose);
    if (principal === null) await super.canActivate(context);
    else request.user = principal;
  }
}
