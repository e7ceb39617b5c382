import { Injectable } from '@nestjs/common';
import { type Permission, permissionsOf, type Role, workspaceNotFound } from '../shared/auth';
import {
  decodeCursor,
  notFound,
  type Page,
  pageOf,
  type RequestContext,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { shownEmail } from './domain/provisional';
import { confirmedFactorOf, type User } from './domain/user';
import type { Membership, Workspace } from './domain/workspace';
import { MembershipsRepository } from './repositories/memberships.repository';
import { demoMode } from './domain/settings/groups';
import { UsersRepository } from './repositories/users.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';
import { type SettingsReader, WorkspaceSettings } from './settings/workspace-settings.service';

/** What a front-end shows all over a workspace. demo-mode: no automation answers anyone. */
export const BANNERS = ['demo-mode'] as const;
export type Banner = (typeof BANNERS)[number];

type Belonging = { id: WorkspaceId; name: string; role: Role; permissions: readonly Permission[] };

export interface Me extends Pick<User, 'id' | 'email' | 'name' | 'platformAdmin'> {
  emailVerified: boolean;
  provisional: boolean;
  secondFactor: boolean;
  workspaces: (Belonging & { banner: Banner | null })[];
}

export interface MyWorkspace {
  id: WorkspaceId;
  name: string;
  role: Role;
  joinedAt: Date;
}

export interface Member {
  userId: UserId;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
}

/** Workspaces as their members see them. */
@Injectable()
export class WorkspacesService {
  private readonly demo: SettingsReader<{ enabled: boolean }>;

  constructor(
    private readonly users: UsersRepository,
    private readonly workspaces: WorkspacesRepository,
    private readonly memberships: MembershipsRepository,
    settings: WorkspaceSettings,
  ) {
    this.demo = settings.reader(demoMode, 'workspace.me', ['enabled']);
  }

  /** The user with every workspace they belong to, in the order they joined. */
  async me(userId: UserId): Promise<Me> {
    const [user, memberships] = await Promise.all([this.users.findById(userId), this.memberships.listByUser(userId)]);
    if (user === null) throw notFound('This user', 'USER.NOT_FOUND');
    const workspaces = await this.workspaces.findMany(memberships.map(({ workspaceId }) => workspaceId));
    const names = new Map(workspaces.map(({ id, name }) => [id, name]));
    const mine = memberships.flatMap((one) => membershipOf(one, names));
    const { id, name, platformAdmin } = user;
    return {
      id,
      email: shownEmail(user),
      provisional: user.provisional === true,
      name,
      platformAdmin,
      emailVerified: user.emailVerifiedAt !== undefined,
      secondFactor: confirmedFactorOf(user) !== null,
      workspaces: await Promise.all(mine.map(async (one) => ({ ...one, banner: await this.bannerOf(one.id) }))),
    };
  }

  private async bannerOf(workspaceId: WorkspaceId): Promise<Banner | null> {
    return (await this.demo.of(workspaceId)).enabled ? 'demo-mode' : null;
  }

  /** Where the user is a member, the latest joined first. */
  async listMine(userId: UserId, limit: number, cursor?: string): Promise<Page<MyWorkspace>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.memberships.pageOfUser(userId, limit + 1, after);
    const page = pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const workspaces = await this.workspaces.findMany(page.items.map(({ workspaceId }) => workspaceId));
    const names = new Map(workspaces.map(({ id, name }) => [id, name]));
    return { ...page, items: page.items.flatMap((membership) => myWorkspaceOf(membership, names)) };
  }

  /** @throws DomainError WORKSPACE.NOT_FOUND. */
  async get({ workspaceId }: RequestContext): Promise<Workspace> {
    const workspace = await this.workspaces.findById(workspaceId);
    if (workspace === null) throw workspaceNotFound();
    return workspace;
  }

  /** Newest members first. */
  async members({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<Member>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.memberships.listByWorkspace(workspaceId, limit + 1, after);
    const page = pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const users = await this.users.findMany(page.items.map(({ userId }) => userId));
    const usersById = new Map(users.map((user) => [user.id, user]));
    return { ...page, items: page.items.flatMap((membership) => memberOf(membership, usersById)) };
  }
}

function membershipOf({ workspaceId, role }: Membership, names: ReadonlyMap<WorkspaceId, string>): Belonging[] {
  const name = names.get(workspaceId);
  return name === undefined ? [] : [{ id: workspaceId, name, role, permissions: permissionsOf[role] }];
}

function myWorkspaceOf(membership: Membership, names: ReadonlyMap<WorkspaceId, string>): MyWorkspace[] {
  const { workspaceId: id, role, createdAt: joinedAt } = membership;
  const name = names.get(id);
  return name === undefined ? [] : [{ id, name, role, joinedAt }];
}

function memberOf({ userId, role, createdAt }: Membership, users: ReadonlyMap<UserId, User>): Member[] {
  const user = users.get(userId);
  return user === undefined ? [] : [{ userId, name: user.name, email: shownEmail(user), role, joinedAt: createdAt }];
}
