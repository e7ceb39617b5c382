import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { AccountId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import { INSTAGRAM_ACCOUNTS, type InstagramAccountRow } from '../schemas/instagram-account.schema';

@Injectable()
export class InstagramAccountsRepository {
  constructor(@InjectModel(INSTAGRAM_ACCOUNTS) private readonly accounts: Model<InstagramAccountRow>) {}

  /** @throws a duplicate key error when the account belongs to somebody already. */
  async insert(row: InstagramAccountRow): Promise<void> {
    await this.accounts.create(row);
  }

  /** By either id: webhooks are documented to carry one, and have been seen with the other. */
  async findByPlatformId(platformId: string): Promise<InstagramAccountRow | null> {
    return this.accounts.findOne({ $or: [{ igUserId: platformId }, { igScopedId: platformId }] }).lean();
  }

  async find(workspaceId: WorkspaceId, accountId: AccountId): Promise<InstagramAccountRow | null> {
    return this.accounts.findOne({ _id: accountId, workspaceId }).lean();
  }

  async changedSince(since: Date): Promise<InstagramAccountRow[]> {
    return this.accounts
      .find({ updatedAt: { $gte: since } })
      .sort({ updatedAt: 1 })
      .lean();
  }

  async list(workspaceId: WorkspaceId, limit: number, before?: CursorPosition): Promise<InstagramAccountRow[]> {
    return this.accounts
      .find({ workspaceId, ...olderThan('createdAt', before) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
  }

  async count(workspaceId: WorkspaceId): Promise<number> {
    return this.accounts.countDocuments({ workspaceId, status: { $ne: 'disconnected' } });
  }

  /** Both ids of every account of the workspace. */
  async platformIds(workspaceId: WorkspaceId): Promise<string[]> {
    const rows = await this.accounts.find({ workspaceId }, { igUserId: 1, igScopedId: 1 }).lean();
    return rows.flatMap(({ igUserId, igScopedId }) => [igUserId, igScopedId]);
  }

  async setStatus(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    status: InstagramAccountRow['status'],
    reason: string,
    at: Date,
  ): Promise<void> {
    await this.accounts.updateOne(
      { _id: accountId, workspaceId },
      { $set: { status, statusReason: reason, updatedAt: at } },
    );
  }

  async replaceToken(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    token: InstagramAccountRow['token'],
    at: Date,
  ): Promise<void> {
    await this.accounts.updateOne(
      { _id: accountId, workspaceId },
      { $set: { token, status: 'connected', updatedAt: at }, $unset: { statusReason: '' } },
    );
  }
}
