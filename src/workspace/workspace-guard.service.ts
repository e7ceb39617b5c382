import { Injectable } from '@nestjs/common';
import { type Role, workspaceNotFound } from '../shared/auth';
import type { RequestContext, WorkspaceId } from '../shared/kernel';
import { MembershipsRepository } from './repositories/memberships.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';

/** One at a time for each workspace, and who it is that asks. */
@Injectable()
export class WorkspaceGuard {
  constructor(
    private readonly workspaces: WorkspacesRepository,
    private readonly memberships: MembershipsRepository,
  ) {}

  /** First in a transaction whose decision rests on a count. @throws DomainError WORKSPACE.NOT_FOUND. */
  async enter(workspaceId: WorkspaceId): Promise<void> {
    if (!(await this.workspaces.guard(workspaceId))) throw workspaceNotFound();
  }

  /**
   * The role that the caller acts with: machines are admins, since their permissions were checked already; a platform
   * admin with a reason stands in for an owner. @throws DomainError WORKSPACE.NOT_FOUND for who is no member any more.
   */
  async roleOf({ actor, workspaceId }: RequestContext): Promise<Role> {
    if (actor.kind !== 'user') return 'admin';
    if (actor.actingReason !== undefined) return 'owner';
    const membership = await this.memberships.find(workspaceId, actor.userId);
    if (membership === null) throw workspaceNotFound();
    return membership.role;
  }
}
