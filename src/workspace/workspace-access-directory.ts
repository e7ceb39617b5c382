import { Injectable } from '@nestjs/common';
import { AccessDirectory, type DirectoryUser, type Role } from '../shared/auth';
import { Contributions, type UserId, type WorkspaceId } from '../shared/kernel';
import { MembershipsRepository } from './repositories/memberships.repository';
import { UsersRepository } from './repositories/users.repository';

@Injectable()
export class WorkspaceAccessDirectory extends AccessDirectory {
  constructor(
    contributions: Contributions,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
  ) {
    super();
    contributions.provide(AccessDirectory, this);
  }

  override async findUser(userId: UserId): Promise<DirectoryUser | null> {
    const user = await this.users.findById(userId);
    if (user === null) return null;
    return { id: user.id, platformAdmin: user.platformAdmin, disabled: user.disabledAt !== undefined };
  }

  override async roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null> {
    const membership = await this.memberships.find(workspaceId, userId);
    return membership?.role ?? null;
  }
}
