import { Injectable } from '@nestjs/common';
import type { Role } from '../shared/auth';
import type { Caller, UserId, WorkspaceId } from '../shared/kernel';
import { normaliseEmail } from './domain/email';
import { type NewOwner, type Owner, SignUpsService } from './identity/sign-ups.service';
import { MembershipsRepository } from './repositories/memberships.repository';
import { UsersRepository } from './repositories/users.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';

const MEMBERS_MAX = 1_000;
const NAMES_MAX = 10_000;
const NAME_MS = 60_000;

/** What other domains, the seed and the command line may ask of workspaces. */
@Injectable()
export class WorkspaceFacade {
  private readonly names = new Map<UserId, { name: string; until: number }>();

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

  /** Everybody who belongs to it, those first who came first; at most 1,000. */
  async members(workspaceId: WorkspaceId): Promise<{ userId: UserId; role: Role }[]> {
    const newestFirst = await this.memberships.listByWorkspace(workspaceId, MEMBERS_MAX);
    return newestFirst.map(({ userId, role }) => ({ userId, role })).reverse();
  }

  /** Names of people, by id; of those that are gone, none. At most a minute old. */
  async namesOf(userIds: readonly UserId[]): Promise<Map<UserId, string>> {
    const now = Date.now();
    const unknown = [...new Set(userIds)].filter((id) => (this.names.get(id)?.until ?? 0) <= now);
    if (this.names.size > NAMES_MAX) this.names.clear();
    if (unknown.length > 0) {
      const users = await this.users.findMany(unknown);
      for (const { id, name } of users) this.names.set(id, { name, until: now + NAME_MS });
    }
    return new Map(userIds.flatMap((id) => this.named(id)));
  }

  private named(id: UserId): [UserId, string][] {
    const known = this.names.get(id);
    return known === undefined ? [] : [[id, known.name]];
  }

  /** Active: known and not suspended. */
  async workspaceState(workspaceId: WorkspaceId): Promise<{ active: boolean }> {
    const workspace = await this.workspaces.findById(workspaceId);
    return { active: workspace !== null && workspace.suspendedAt === undefined };
  }
}
