import { Injectable } from '@nestjs/common';
import { workspaceNotFound } from '../shared/auth';
import { AuditedChanges } from '../shared/database';
import { Clock, Contributions, newId, type RequestContext, type UserCaller, type WorkspaceId } from '../shared/kernel';
import { AccessRevisions } from './access-revisions.port';
import type { Workspace } from './domain/workspace';
import { EraseWorkspace } from './erase-workspace.port';
import { MembershipsRepository } from './repositories/memberships.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';

/** Workspaces come, are renamed and go. */
@Injectable()
export class WorkspaceLifecycle {
  constructor(
    private readonly workspaces: WorkspacesRepository,
    private readonly memberships: MembershipsRepository,
    private readonly changes: AuditedChanges,
    private readonly revisions: AccessRevisions,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(EraseWorkspace, 'many');
  }

  /** A further workspace, which the caller owns. */
  async create(caller: UserCaller, name: string): Promise<Workspace> {
    const { userId } = caller;
    const createdAt = this.clock.now();
    const workspace: Workspace = { id: newId<WorkspaceId>(createdAt), name, createdAt };
    const workspaceId = workspace.id;
    await this.changes.run(caller, async (record) => {
      await this.workspaces.insert(workspace);
      await this.memberships.insert({ id: newId(createdAt), workspaceId, userId, role: 'owner', createdAt });
      await this.revisions.bump({ userId });
      await record({ action: 'workspace.created', workspaceId, target: workspaceId, after: workspace });
    });
    return workspace;
  }

  /** @throws DomainError WORKSPACE.NOT_FOUND. */
  async rename(context: RequestContext, name: string): Promise<Workspace> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const before = await this.workspaces.findById(workspaceId);
      if (before === null || !(await this.workspaces.rename(workspaceId, name))) throw workspaceNotFound();
      const after = { ...before, name };
      await record({ action: 'workspace.renamed', workspaceId, target: workspaceId, before, after });
      return after;
    });
  }

  /** At once for everybody: no member is left, and nothing is sent for it. @throws DomainError WORKSPACE.NOT_FOUND. */
  async delete(context: RequestContext): Promise<void> {
    const { workspaceId } = context;
    const at = this.clock.now();
    await this.changes.run(context, async (record) => {
      if (!(await this.workspaces.markDeleted(workspaceId, at))) throw workspaceNotFound();
      await this.memberships.removeAll(workspaceId);
      for (const erasure of this.contributions.all(EraseWorkspace)) await erasure.begin(workspaceId, at);
      await this.revisions.bump({ workspaceId });
      await record({ action: 'workspace.deleted', workspaceId, target: workspaceId });
    });
  }
}
