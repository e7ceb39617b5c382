import { Injectable } from '@nestjs/common';
import type { Role } from '../shared/auth';
import type { RequestContext, WorkspaceId } from '../shared/kernel';
import { MembershipsRepository } from './repositories/memberships.repository';
import { UsersRepository } from './repositories/users.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';
import { WorkspaceGuard } from './workspace-guard.service';

/** What an invitation must know about a workspace and the people in it. */
@Injectable()
export class WorkspaceTeam {
  constructor(
    private readonly guard: WorkspaceGuard,
    private readonly workspaces: WorkspacesRepository,
    private readonly memberships: MembershipsRepository,
    private readonly users: UsersRepository,
  ) {}

  /** @throws DomainError WORKSPACE.NOT_FOUND for who is no member any more. */
  roleOf(context: RequestContext): Promise<Role> {
    return this.guard.roleOf(context);
  }

  /** Null when there is no such workspace. */
  async nameOf(workspaceId: WorkspaceId): Promise<string | null> {
    return (await this.workspaces.findById(workspaceId))?.name ?? null;
  }

  /** `email` normalised. */
  async hasMember(workspaceId: WorkspaceId, email: string): Promise<boolean> {
    const user = await this.users.findByEmail(email);
    return user !== null && (await this.memberships.find(workspaceId, user.id)) !== null;
  }
}
