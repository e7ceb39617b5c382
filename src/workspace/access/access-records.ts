import { Injectable } from '@nestjs/common';
import type { DirectoryUser, DirectoryWorkspace, Role } from '../../shared/auth';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import type { ApiKey } from '../domain/api-key';
import type { Session } from '../domain/session';
import { ApiKeysRepository } from '../repositories/api-keys.repository';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { SessionsRepository } from '../repositories/sessions.repository';
import { UsersRepository } from '../repositories/users.repository';
import { WorkspacesRepository } from '../repositories/workspaces.repository';

export interface KnownUser {
  user: DirectoryUser;
  roles: ReadonlyMap<WorkspaceId, Role>;
}

/** What the database says about who may do what. */
@Injectable()
export class AccessRecords {
  constructor(
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly workspaces: WorkspacesRepository,
    private readonly sessions: SessionsRepository,
    private readonly apiKeys: ApiKeysRepository,
  ) {}

  async user(userId: UserId): Promise<KnownUser | null> {
    const user = await this.users.findById(userId);
    if (user === null) return null;
    const memberships = await this.memberships.listByUser(userId);
    return {
      user: { id: user.id, platformAdmin: user.platformAdmin, disabled: user.disabledAt !== undefined },
      roles: new Map(memberships.map(({ workspaceId, role }) => [workspaceId, role])),
    };
  }

  async role(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null> {
    return (await this.memberships.find(workspaceId, userId))?.role ?? null;
  }

  session(sessionId: string): Promise<Session | null> {
    return this.sessions.find(sessionId);
  }

  async workspace(workspaceId: WorkspaceId): Promise<DirectoryWorkspace | null> {
    const workspace = await this.workspaces.findById(workspaceId);
    if (workspace === null) return null;
    const { id, suspendedAt, requireSecondFactor = false } = workspace;
    return { id, suspended: suspendedAt !== undefined, requiresSecondFactor: requireSecondFactor };
  }

  apiKey(id: string): Promise<ApiKey | null> {
    return this.apiKeys.findAnywhere(id);
  }
}
