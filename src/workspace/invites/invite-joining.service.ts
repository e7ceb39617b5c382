import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, newId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import type { Invite } from '../domain/invite';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';
import { WorkspacesRepository } from '../repositories/workspaces.repository';
import { alreadyMember, inviteNotFound } from './invites.errors';

/** Uses an invitation up and makes the member, both or none. */
@Injectable()
export class InviteJoining {
  constructor(
    private readonly invites: WorkspaceInvitesRepository,
    private readonly memberships: MembershipsRepository,
    private readonly workspaces: WorkspacesRepository,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Null when there is no such workspace. */
  async nameOf(workspaceId: WorkspaceId): Promise<string | null> {
    return (await this.workspaces.findById(workspaceId))?.name ?? null;
  }

  /** `alongside` runs in the same transaction. @throws DomainError INVITE.NOT_FOUND, INVITE.ALREADY_MEMBER. */
  async join(caller: Caller, invite: Invite, userId: UserId, alongside: () => Promise<void>): Promise<void> {
    const { id, workspaceId, role } = invite;
    const now = this.clock.now();
    await this.changes.run(caller, async (record) => {
      if (!(await this.workspaces.guard(workspaceId))) throw inviteNotFound();
      if (!(await this.invites.accept(id, userId, now))) throw inviteNotFound();
      if ((await this.memberships.find(workspaceId, userId)) !== null) throw alreadyMember();
      await alongside();
      await this.memberships.insert({ id: newId(now), workspaceId, userId, role, createdAt: now });
      await this.revisions.bump({ userId, workspaceId });
      await record({ action: 'invite.accepted', workspaceId, target: userId, details: { role, invite: id } });
    });
  }
}
