import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
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

  async listByUser(userId: UserId): Promise<Membership[]> {
    const rows = await this.memberships.find({ userId }).sort({ createdAt: 1, _id: 1 }).lean();
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
}

function toMembership({ _id, ...rest }: MembershipRow): Membership {
  return { ...rest, id: _id, workspaceId: rest.workspaceId as WorkspaceId, userId: rest.userId as UserId };
}
