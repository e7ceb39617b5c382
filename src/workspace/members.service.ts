import { Injectable } from '@nestjs/common';
import type { Role } from '../shared/auth';
import { AuditedChanges } from '../shared/database';
import type { Caller, RequestContext, UserId, WorkspaceId } from '../shared/kernel';
import { AccessRevisions } from './access-revisions.port';
import { type MembershipProblem, problemOfRemoval, problemOfRoleChange } from './domain/membership-rules';
import type { Membership } from './domain/workspace';
import { PasswordCheck } from './identity/password-check.service';
import { MembershipsRepository } from './repositories/memberships.repository';
import { aboveOwnRole, lastOwner, memberNotFound, peopleOnly } from './workspace.errors';
import { WorkspaceGuard } from './workspace-guard.service';

/** Who belongs to a workspace, and as what. Changes hold on every process within a second. */
@Injectable()
export class MembersService {
  constructor(
    private readonly guard: WorkspaceGuard,
    private readonly memberships: MembershipsRepository,
    private readonly passwords: PasswordCheck,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
  ) {}

  /** @throws DomainError MEMBER.NOT_FOUND, MEMBER.ABOVE_OWN_ROLE, MEMBER.LAST_OWNER. */
  async changeRole(context: RequestContext, userId: UserId, role: Role): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const { by, from, owners } = await this.situation(context, userId);
      refuse(problemOfRoleChange({ by, from, to: role, owners }));
      if (from === role) return;
      await this.memberships.setRole(workspaceId, userId, role);
      await this.revisions.bump({ userId });
      await record({ action: 'member.role-changed', workspaceId, target: userId, details: { from, to: role } });
    });
  }

  /** @throws DomainError MEMBER.NOT_FOUND, MEMBER.ABOVE_OWN_ROLE, MEMBER.LAST_OWNER. */
  async remove(context: RequestContext, userId: UserId): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const { by, from, owners } = await this.situation(context, userId);
      refuse(problemOfRemoval({ by, from, owners }));
      await this.memberships.remove(workspaceId, userId);
      await this.revisions.bump({ userId });
      await record({ action: 'member.removed', workspaceId, target: userId, details: { role: from } });
    });
  }

  /** @throws DomainError WORKSPACE.NOT_FOUND, MEMBER.NOT_FOUND, MEMBER.LAST_OWNER. */
  async leave(caller: Caller, userId: UserId, workspaceId: WorkspaceId): Promise<void> {
    await this.changes.run(caller, async (record) => {
      await this.guard.enter(workspaceId);
      const { role } = await this.membershipOf(workspaceId, userId);
      const owners = await this.memberships.count(workspaceId, 'owner');
      refuse(problemOfRemoval({ by: role, from: role, owners }));
      await this.memberships.remove(workspaceId, userId);
      await this.revisions.bump({ userId });
      await record({ action: 'member.left', workspaceId, target: userId, details: { role } });
    });
  }

  /**
   * The caller, an owner, becomes an admin and the other member an owner, both or none. Asks for the password again, since
   * it cannot be taken back by the one who does it. @throws DomainError AUTH.PASSWORD_WRONG, RATE.LIMITED, MEMBER.NOT_FOUND.
   */
  async transferOwnership(context: RequestContext, to: UserId, password: string): Promise<void> {
    const { workspaceId, actor } = context;
    if (actor.kind !== 'user') throw peopleOnly();
    const from = actor.userId;
    await this.passwords.confirm(from, password);
    await this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      await this.membershipOf(workspaceId, to);
      const { role } = await this.membershipOf(workspaceId, from);
      if (role !== 'owner') throw aboveOwnRole();
      if (from === to) return;
      await this.memberships.setRole(workspaceId, from, 'admin');
      await this.memberships.setRole(workspaceId, to, 'owner');
      for (const userId of [from, to]) await this.revisions.bump({ userId });
      await record({ action: 'workspace.transferred', workspaceId, target: to, details: { from } });
    });
  }

  /** What a decision about the member rests on. Nothing of it changes before the transaction around it ends. */
  private async situation(context: RequestContext, userId: UserId): Promise<{ by: Role; from: Role; owners: number }> {
    const { workspaceId } = context;
    await this.guard.enter(workspaceId);
    const by = await this.guard.roleOf(context);
    const { role: from } = await this.membershipOf(workspaceId, userId);
    return { by, from, owners: await this.memberships.count(workspaceId, 'owner') };
  }

  private async membershipOf(workspaceId: WorkspaceId, userId: UserId): Promise<Membership> {
    const membership = await this.memberships.find(workspaceId, userId);
    if (membership === null) throw memberNotFound();
    return membership;
  }
}

function refuse(problem: MembershipProblem | null): void {
  if (problem === 'above-own-role') throw aboveOwnRole();
  if (problem === 'last-owner') throw lastOwner();
}
