import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config';
import { ID_PATTERN, invalidRequest } from '../http';
import { assertNever, Contributions, DomainError, type WorkspaceId } from '../kernel';
import { AuditTrail } from '../observability';
import { AccessDirectory } from './access-directory';
import type { AccessRule } from './access-rules';
import { forbidden, secondFactorRequired, tokenInvalid, workspaceNotFound, workspaceSuspended } from './auth.errors';
import type { Permission } from './permissions';
import type { Principal, SignedInRequest } from './principal';
import { actorOf } from './signed-in-request';
import { grantedTo, tenantVerdict, type TenantVerdict } from './tenant-access';

export const ACTING_REASON_HEADER = 'x-acting-reason';
export const REASON_PATTERN = /^[^\p{Cc}]{10,200}$/u;
const READS = ['GET', 'HEAD'];

type ClosedRule = Exclude<AccessRule, { kind: 'public' }>;

/** Does the route's rule let the caller pass? Acting in a workspace is audited here, refusals by who observes them. */
@Injectable()
export class Authorizer {
  constructor(
    private readonly contributions: Contributions,
    private readonly audit: AuditTrail,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'sessions'>,
  ) {}

  /** @throws DomainError in every case but one. Leaves the workspace and a reason for acting in the request. */
  async authorize(rule: ClosedRule, request: SignedInRequest): Promise<void> {
    const { user } = request;
    if (user === undefined) throw tokenInvalid();
    await this.decide(rule, request, user);
  }

  private async decide(rule: ClosedRule, request: SignedInRequest, user: Principal): Promise<void> {
    switch (rule.kind) {
      case 'permission':
        return this.enterWorkspace(request, user, rule.permission);
      case 'signed-in':
        if (user.kind === 'api-key') throw forbidden('API keys work on the routes of their workspace only.');
        return;
      case 'platform-admin':
        return this.checkAdmin(user);
      default:
        return assertNever(rule);
    }
  }

  private checkAdmin(user: Principal): void {
    if (user.kind === 'api-key' || !user.platformAdmin) throw forbidden('Only platform admins may do this.');
    if (this.config.sessions.adminsNeedSecondFactor && !user.secondFactor) throw secondFactorRequired();
  }

  private async enterWorkspace(request: SignedInRequest, principal: Principal, permission: Permission): Promise<void> {
    const { workspaceId: id } = request.params as { workspaceId?: string };
    if (id === undefined || !ID_PATTERN.test(id)) throw workspaceNotFound();
    const workspaceId = id as WorkspaceId;
    const directory = this.contributions.one(AccessDirectory);
    const workspace = await directory.findWorkspace(workspaceId);
    const role = principal.kind === 'user' ? await directory.roleOf(principal.id, workspaceId) : null;
    const actingReason = reasonOf(request, principal);
    const caller = { principal, role, ...(actingReason === undefined ? {} : { actingReason }) };
    const verdict = tenantVerdict({
      ...caller,
      workspace,
      permission,
      isRead: READS.includes(request.method),
      adminsNeedSecondFactor: this.config.sessions.adminsNeedSecondFactor,
    });
    if (verdict.kind !== 'allowed') throw refusalOf(verdict, permission);
    request.workspaceId = workspaceId;
    request.granted = grantedTo(caller);
    if (!verdict.acting || actingReason === undefined) return;
    request.actingReason = actingReason;
    await this.note('workspace.acted-in', request, principal, { permission, method: request.method });
  }

  private async note(
    action: string,
    request: SignedInRequest,
    user: Principal,
    details: Record<string, string>,
  ): Promise<void> {
    const { workspaceId } = request.params as { workspaceId?: string };
    const where = workspaceId === undefined ? {} : { workspaceId };
    const caller = { actor: actorOf(user, request), correlationId: request.id, ip: request.ip };
    await this.audit.note(caller, { action, ...where, details });
  }
}

/** Of platform admins only; others may send what they like. @throws DomainError REQUEST.INVALID. */
function reasonOf(request: SignedInRequest, principal: Principal): string | undefined {
  const reason = request.headers[ACTING_REASON_HEADER];
  if (principal.kind !== 'user' || !principal.platformAdmin || reason === undefined) return undefined;
  if (typeof reason === 'string' && REASON_PATTERN.test(reason.trim())) return reason.trim();
  throw invalidRequest([{ field: ACTING_REASON_HEADER, rule: 'must say in 10–200 characters why you act here' }]);
}

function refusalOf(verdict: Exclude<TenantVerdict, { kind: 'allowed' }>, permission: Permission): DomainError {
  switch (verdict.kind) {
    case 'not-found':
      return workspaceNotFound();
    case 'suspended':
      return workspaceSuspended();
    case 'second-factor':
      return secondFactorRequired();
    case 'forbidden':
      return forbidden(`${verdict.who} lacks the permission ${permission}.`);
    default:
      return assertNever(verdict);
  }
}
