import { Injectable } from '@nestjs/common';
import { workspaceNotFound } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { Clock, decodeCursor, type Page, pageOf, type UserCaller, type WorkspaceId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { AdminPeopleRepository, type ListedWorkspace } from '../repositories/admin-people.repository';

/** Workspaces of the whole installation, as platform admins see and govern them. */
@Injectable()
export class AdminWorkspacesService {
  constructor(
    private readonly people: AdminPeopleRepository,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(limit: number, cursor?: string): Promise<Page<ListedWorkspace>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    return pageOf(await this.people.listWorkspaces(limit + 1, after), limit, ({ createdAt, id }) => ({
      at: createdAt,
      id,
    }));
  }

  /** @throws DomainError WORKSPACE.NOT_FOUND. */
  async get(workspaceId: WorkspaceId): Promise<ListedWorkspace> {
    const workspace = await this.people.findWorkspace(workspaceId);
    if (workspace === null) throw workspaceNotFound();
    return workspace;
  }

  /** Within a second nobody gets in and nothing goes out; what comes in is kept. @throws DomainError WORKSPACE.NOT_FOUND. */
  async suspend(caller: UserCaller, workspaceId: WorkspaceId, reason: string): Promise<void> {
    await this.set(caller, workspaceId, 'workspace.suspended', { at: this.clock.now(), reason });
  }

  /** As if nothing had been: what waited goes out. @throws DomainError WORKSPACE.NOT_FOUND. */
  async restore(caller: UserCaller, workspaceId: WorkspaceId): Promise<void> {
    await this.set(caller, workspaceId, 'workspace.restored', null);
  }

  private async set(
    caller: UserCaller,
    workspaceId: WorkspaceId,
    action: string,
    suspension: { at: Date; reason: string } | null,
  ): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if (!(await this.people.setSuspended(workspaceId, suspension))) throw workspaceNotFound();
      await this.revisions.bump({ workspaceId });
      await record({ action, workspaceId, target: workspaceId });
    });
  }
}
