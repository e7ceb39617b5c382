import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { assertNever, Contributions, type WorkspaceId } from '../kernel';
import { ID_PATTERN } from '../http';
import { AccessDirectory, type DirectoryUser } from './access-directory';
import { ACCESS_RULE, type AccessRule } from './access-rules';
import { ACCESS_TOKEN_STRATEGY } from './access-token.strategy';
import { forbidden, tokenInvalid, workspaceNotFound } from './auth.errors';
import { type Permission, roleMay } from './permissions';
import type { SignedInRequest } from './signed-in-request';

/** The one guard of the API: who is it, and does the route's rule let them pass? */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    if (rule === undefined) throw forbidden('This route declares no access rule.');
    if (rule.kind === 'public') return true;
    await super.canActivate(context);
    await this.authorize(rule, context.switchToHttp().getRequest<SignedInRequest>());
    return true;
  }

  override handleRequest<User>(error: Error | null, user: User | false): User {
    if (error) throw error;
    if (!user) throw tokenInvalid();
    return user;
  }

  private async authorize(rule: Exclude<AccessRule, { kind: 'public' }>, request: SignedInRequest): Promise<void> {
    const { user } = request;
    if (user === undefined) throw tokenInvalid();
    switch (rule.kind) {
      case 'signed-in':
        return;
      case 'platform-admin':
        if (!user.platformAdmin) throw forbidden('Only platform admins may do this.');
        return;
      case 'permission':
        request.workspaceId = await this.memberOf(user, request.params, rule.permission);
        return;
      default:
        assertNever(rule);
    }
  }

  private async memberOf(user: DirectoryUser, params: unknown, permission: Permission): Promise<WorkspaceId> {
    const { workspaceId } = params as { workspaceId?: string };
    if (workspaceId === undefined || !ID_PATTERN.test(workspaceId)) throw workspaceNotFound();
    const role = await this.contributions.one(AccessDirectory).roleOf(user.id, workspaceId as WorkspaceId);
    if (role === null) throw workspaceNotFound();
    if (!roleMay(role, permission)) throw forbidden(`Your role (${role}) lacks the permission ${permission}.`);
    return workspaceId as WorkspaceId;
  }
}
