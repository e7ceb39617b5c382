import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { User } from '../domain/user';
import type { Workspace } from '../domain/workspace';
import { UserRow } from '../schemas/user.schema';
import { WorkspaceRow } from '../schemas/workspace.schema';

/** Of a person, what an administrator may see: nothing that lets anyone in. */
export type ListedUser = Pick<
  User,
  'id' | 'email' | 'emailVerifiedAt' | 'name' | 'platformAdmin' | 'disabledAt' | 'createdAt'
> & { secondFactor: boolean };

/** Also those that wait for their erasure. */
export type ListedWorkspace = Workspace & { suspendedReason?: string; deletedAt?: Date };

/** Named one by one, so that a new secret of a user does not show by itself. */
const SHOWN = {
  email: 1,
  emailVerifiedAt: 1,
  name: 1,
  platformAdmin: 1,
  disabledAt: 1,
  createdAt: 1,
  'secondFactor.confirmedAt': 1,
} as const;

/** Users and workspaces of the whole installation, for platform admins. */
@Injectable()
export class AdminPeopleRepository {
  constructor(
    @InjectModel(UserRow.name) private readonly users: Model<UserRow>,
    @InjectModel(WorkspaceRow.name) private readonly workspaces: Model<WorkspaceRow>,
  ) {}

  /** Newest first. `email` normalised: only whoever has it. */
  async listUsers(limit: number, after?: CursorPosition, email?: string): Promise<ListedUser[]> {
    const filter = { ...(email === undefined ? {} : { email }), ...olderThan('createdAt', after) };
    const rows = await this.users.find(filter, SHOWN).sort({ createdAt: -1, _id: -1 }).limit(limit).lean();
    return rows.map(toUser);
  }

  async findUser(id: UserId): Promise<ListedUser | null> {
    const row = await this.users.findById(id, SHOWN).lean();
    return row === null ? null : toUser(row);
  }

  /** Null lets them in again. False when there is no such user. */
  async setDisabled(id: UserId, at: Date | null): Promise<boolean> {
    const change = at === null ? { $unset: { disabledAt: 1 } } : { $set: { disabledAt: at } };
    return (await this.users.updateOne({ _id: id }, change)).matchedCount === 1;
  }

  /** Newest first. */
  async listWorkspaces(limit: number, after?: CursorPosition): Promise<ListedWorkspace[]> {
    const rows = await this.workspaces
      .find(olderThan('createdAt', after))
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toWorkspace);
  }

  async findWorkspace(id: WorkspaceId): Promise<ListedWorkspace | null> {
    const row = await this.workspaces.findById(id).lean();
    return row === null ? null : toWorkspace(row);
  }

  /** Null restores it. False when there is no such workspace. */
  async setSuspended(id: WorkspaceId, suspension: { at: Date; reason: string } | null): Promise<boolean> {
    const change =
      suspension === null
        ? { $unset: { suspendedAt: 1, suspendedReason: 1 } }
        : { $set: { suspendedAt: suspension.at, suspendedReason: suspension.reason } };
    return (await this.workspaces.updateOne({ _id: id }, change)).matchedCount === 1;
  }
}

type ShownUser = Omit<ListedUser, 'id' | 'secondFactor'> & { _id: string; secondFactor?: { confirmedAt?: Date } };

function toUser({ _id, email, emailVerifiedAt, name, platformAdmin, disabledAt, ...rest }: ShownUser): ListedUser {
  return {
    id: _id as UserId,
    email,
    name,
    platformAdmin,
    secondFactor: rest.secondFactor?.confirmedAt !== undefined,
    createdAt: rest.createdAt,
    ...(emailVerifiedAt === undefined ? {} : { emailVerifiedAt }),
    ...(disabledAt === undefined ? {} : { disabledAt }),
  };
}

function toWorkspace({ _id, guard: _guard, ...rest }: WorkspaceRow): ListedWorkspace {
  return { id: _id as WorkspaceId, ...rest };
}
