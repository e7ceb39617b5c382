import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import { forgottenAt, type Invite, type InviteStatus } from '../domain/invite';
import { WORKSPACE_INVITES, type WorkspaceInviteRow } from '../schemas/workspace-invite.schema';

const PENDING: InviteStatus = 'pending';

@Injectable()
export class WorkspaceInvitesRepository {
  constructor(@InjectModel(WORKSPACE_INVITES) private readonly invites: Model<WorkspaceInviteRow>) {}

  /** @throws a duplicate key error when the address has an open invitation. */
  async insert({ id, ...invite }: Invite, tokenHash: string): Promise<void> {
    await this.invites.insertOne({ _id: id, ...invite, tokenHash });
  }

  async findPending(workspaceId: WorkspaceId, id: string): Promise<Invite | null> {
    return toInvite(await this.invites.findOne({ _id: id, workspaceId, status: PENDING }).lean());
  }

  /** Open and not expired. */
  async findByToken(tokenHash: string, now: Date): Promise<Invite | null> {
    return toInvite(await this.invites.findOne({ tokenHash, status: PENDING, expiresAt: { $gt: now } }).lean());
  }

  /** Open and not expired, newest first. */
  async listPending(workspaceId: WorkspaceId, now: Date, limit: number, after?: CursorPosition): Promise<Invite[]> {
    const rows = await this.invites
      .find({ workspaceId, status: PENDING, expiresAt: { $gt: now }, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.flatMap((row) => toInvite(row) ?? []);
  }

  async countPending(workspaceId: WorkspaceId, now: Date): Promise<number> {
    return this.invites.countDocuments({ workspaceId, status: PENDING, expiresAt: { $gt: now } });
  }

  /** The old token is worthless from then on. */
  async renew(
    id: string,
    { sentAt, expiresAt }: Pick<Invite, 'sentAt' | 'expiresAt'>,
    tokenHash: string,
  ): Promise<void> {
    await this.invites.updateOne({ _id: id, status: PENDING }, { $set: { sentAt, expiresAt, tokenHash } });
  }

  /** For one caller only. False when it has ended meanwhile. */
  async accept(id: string, userId: UserId, now: Date): Promise<boolean> {
    const { modifiedCount } = await this.invites.updateOne(
      { _id: id, status: PENDING },
      { $set: { status: 'accepted', acceptedBy: userId, forgottenAt: forgottenAt(now) } },
    );
    return modifiedCount === 1;
  }

  async cancel(id: string, now: Date): Promise<void> {
    await this.invites.updateOne({ _id: id, status: PENDING }, ended('cancelled', now));
  }

  async cancelAll(workspaceId: WorkspaceId, now: Date): Promise<void> {
    await this.invites.updateMany({ workspaceId, status: PENDING }, ended('cancelled', now));
  }

  /** So that the address can be invited again. */
  async expireOf(workspaceId: WorkspaceId, email: string, now: Date): Promise<void> {
    const overdue = { workspaceId, email, status: PENDING, expiresAt: { $lte: now } };
    await this.invites.updateMany(overdue, ended('expired', now));
  }

  async expireAll(now: Date): Promise<void> {
    await this.invites.updateMany({ status: PENDING, expiresAt: { $lte: now } }, ended('expired', now));
  }
}

const ended = (status: InviteStatus, now: Date) => ({ $set: { status, forgottenAt: forgottenAt(now) } });

function toInvite(row: WorkspaceInviteRow | null): Invite | null {
  if (row === null) return null;
  const { _id: id, workspaceId, email, role, status, sentAt, expiresAt, createdAt, invitedBy } = row;
  const by = invitedBy === undefined ? {} : { invitedBy };
  return { id, workspaceId, email, role, status, sentAt, expiresAt, createdAt, ...by };
}
