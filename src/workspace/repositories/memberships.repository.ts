import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { Role } from '../../shared/auth';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { Membership } from '../domain/workspace';
import { MembershipRow } from '../schemas/membership.schema';

@Injectable()
export class MembershipsRepository {
  constructor(@InjectModel(MembershipRow.name) private readonly memberships: Model<MembershipRow>) {}

  async find(workspaceId: WorkspaceId, userId: UserId): Promise<Membership | null> {
    const row = await this.memberships.findOne({ workspaceId, userId }).lean();
    return row === null ? null : toMembership(row);
  }

  /** Those of the users who are members. */
  async membersAmong(workspaceId: WorkspaceId, userIds: readonly UserId[]): Promise<UserId[]> {
    if (userIds.length === 0) return [];
    const rows = await this.memberships.find({ workspaceId, userId: { $in: userIds } }, { userId: 1 }).lean();
    return rows.map(({ userId }) => userId as UserId);
  }

  async listByUser(userId: UserId): Promise<Membership[]> {
    const rows = await this.memberships.find({ userId }).sort({ createdAt: 1, _id: 1 }).lean();
    return rows.map(toMembership);
  }

  /** As `listByWorkspace`, of one user. */
  async pageOfUser(userId: UserId, limit: number, after?: CursorPosition): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ userId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toMembership);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async listByWorkspace(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ workspaceId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toMembership);
  }

  /** @throws a duplicate key error when the user is a member already. */
  async insert({ id, ...rest }: Membership): Promise<void> {
    await this.memberships.insertOne({ _id: id, ...rest });
  }

  async count(workspaceId: WorkspaceId, role?: Role): Promise<number> {
    return this.memberships.countDocuments({ workspaceId, ...(role === undefined ? {} : { role }) });
  }

  async setRole(workspaceId: WorkspaceId, userId: UserId, role: Role): Promise<void> {
    await this.memberships.updateOne({ workspaceId, userId }, { $set: { role } });
  }

  async remove(workspaceId: WorkspaceId, userId: UserId): Promise<void> {
    await this.memberships.deleteOne({ workspaceId, userId });
  }

  async removeAll(workspaceId: WorkspaceId): Promise<void> {
    await this.memberships.deleteMany({ workspaceId });
  }
}

function toMembership({ _id, ...rest }: MembershipRow): Membership {
  return { ...rest, id: _id, workspaceId: rest.workspaceId as WorkspaceId, userId: rest.userId as UserId };
}
