import { Injectable } from '@nestjs/common';
import type { Role } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import {
  Clock,
  decodeCursor,
  DomainError,
  notFound,
  type Page,
  pageOf,
  type UserCaller,
  type UserId,
  type WorkspaceId,
} from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { normaliseEmail } from '../domain/email';
import { SessionsService } from '../identity/sessions.service';
import { AdminPeopleRepository, type ListedUser } from '../repositories/admin-people.repository';
import { MembershipsRepository } from '../repositories/memberships.repository';

export interface UserDetail extends ListedUser {
  workspaces: { workspaceId: WorkspaceId; role: Role; joinedAt: Date }[];
}

const positionOf = ({ createdAt, id }: { createdAt: Date; id: string }) => ({ at: createdAt, id });

/** Users of the whole installation, as platform admins see and govern them. */
@Injectable()
export class AdminUsersService {
  constructor(
    private readonly people: AdminPeopleRepository,
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionsService,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(query: { limit: number; cursor?: string; email?: string }): Promise<Page<ListedUser>> {
    const { limit, cursor, email } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.people.listUsers(limit + 1, after, email === undefined ? undefined : normaliseEmail(email));
    return pageOf(rows, limit, positionOf);
  }

  /** @throws DomainError USER.NOT_FOUND. */
  async get(userId: UserId): Promise<UserDetail> {
    const [user, memberships] = await Promise.all([this.people.findUser(userId), this.memberships.listByUser(userId)]);
    if (user === null) throw userNotFound();
    const workspaces = memberships.map(({ workspaceId, role, createdAt }) => ({
      workspaceId,
      role,
      joinedAt: createdAt,
    }));
    return { ...user, workspaces };
  }

  /** Signs them out everywhere within a second, and keeps them out. @throws DomainError USER.NOT_FOUND, USER.SELF. */
  async disable(caller: UserCaller, userId: UserId): Promise<void> {
    if (caller.userId === userId) throw notYourself();
    await this.changes.run(caller, async (record) => {
      if (!(await this.people.setDisabled(userId, this.clock.now()))) throw userNotFound();
      await this.revisions.bump({ userId });
      await this.sessions.endAll(caller, userId, 'ended-by-admin');
      await record({ action: 'user.disabled', target: userId });
    });
  }

  /** They may sign in again. @throws DomainError USER.NOT_FOUND. */
  async enable(caller: UserCaller, userId: UserId): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if (!(await this.people.setDisabled(userId, null))) throw userNotFound();
      await this.revisions.bump({ userId });
      await record({ action: 'user.enabled', target: userId });
    });
  }

  /** @throws DomainError USER.NOT_FOUND. */
  async endSessions(caller: UserCaller, userId: UserId): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if ((await this.people.findUser(userId)) === null) throw userNotFound();
      await this.sessions.endAll(caller, userId, 'ended-by-admin');
      await record({ action: 'user.sessions-ended', target: userId });
    });
  }
}

const userNotFound = () => notFound('This user', 'USER.NOT_FOUND');

const notYourself = () => new DomainError('USER.SELF', 'conflict', 'You cannot lock yourself out.');
