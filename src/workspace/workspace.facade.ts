import { Injectable } from '@nestjs/common';
import type { Caller, UserId, WorkspaceId } from '../shared/kernel';
import { normaliseEmail } from './domain/email';
import { type NewOwner, type Owner, SignUpsService } from './identity/sign-ups.service';
import { MembershipsRepository } from './repositories/memberships.repository';
import { UsersRepository } from './repositories/users.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';

/** What other domains, the seed and the command line may ask of workspaces. */
@Injectable()
export class WorkspaceFacade {
  constructor(
    private readonly signUps: SignUpsService,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly workspaces: WorkspacesRepository,
  ) {}

  /** @throws DomainError USER.EMAIL_TAKEN, USER.WEAK_PASSWORD, SECURITY.BUSY. */
  createOwner(owner: NewOwner, caller: Caller): Promise<Owner> {
    return this.signUps.createOwner(owner, caller);
  }

  /** The user with this address and the first workspace they own; null when there is none. */
  async ownerByEmail(email: string): Promise<{ userId: UserId; workspaceId: WorkspaceId } | null> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    if (user === null) return null;
    const memberships = await this.memberships.listByUser(user.id);
    const owned = memberships.find(({ role }) => role === 'owner');
    return owned === undefined ? null : { userId: user.id, workspaceId: owned.workspaceId };
  }

  /** Active: known and not suspended. */
  async workspaceState(workspaceId: WorkspaceId): Promise<{ active: boolean }> {
    const workspace = await this.workspaces.findById(workspaceId);
    return { active: workspace !== null && workspace.suspendedAt === undefined };
  }
}
