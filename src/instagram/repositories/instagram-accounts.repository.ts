import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { AccountId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { SealedSecret } from '../../shared/security';
import { type AccountStatus, isHeld } from '../domain/account-state';
import { INSTAGRAM_ACCOUNTS, type InstagramAccountRow, type NotedFailure } from '../schemas/instagram-account.schema';

/** `tokenVersion`: of the token that the news is about. */
export interface AccountRef {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  tokenVersion?: number;
}

export interface StatusTurn {
  from: readonly AccountStatus[];
  to: AccountStatus;
  /** For people; absent where the state says it all. */
  reason?: string;
  at: Date;
}

/** What a login brings. */
export type Authorisation = Pick<InstagramAccountRow, 'igScopedId' | 'username' | 'token' | 'tokenExpiresAt'> &
  Partial<
    Pick<
      InstagramAccountRow,
      | 'name'
      | 'accountType'
      | 'profilePictureUrl'
      | 'permissions'
      | 'tokenIssuedAt'
      | 'refreshDueAt'
      | 'subscriptionDueAt'
    >
  >;

@Injectable()
export class InstagramAccountsRepository {
  constructor(@InjectModel(INSTAGRAM_ACCOUNTS) private readonly accounts: Model<InstagramAccountRow>) {}

  /** @throws a duplicate key error when the account belongs to somebody already. */
  async insert(row: InstagramAccountRow): Promise<void> {
    await this.accounts.create(row);
  }

  /** By either id: webhooks are documented to carry one, and have been seen with the other. The one that is held, if there is one. */
  async findByPlatformId(platformId: string): Promise<InstagramAccountRow | null> {
    const rows = await this.listByPlatformId(platformId);
    return rows.find(({ status }) => isHeld(status)) ?? rows[0] ?? null;
  }

  /** In whatever workspace, also where it was disconnected. */
  async listByPlatformId(platformId: string): Promise<InstagramAccountRow[]> {
    return this.accounts.find({ $or: [{ igUserId: platformId }, { igScopedId: platformId }] }).lean();
  }

  /** The workspace's own row of an account of Instagram, also when it was disconnected. */
  async findOwn(workspaceId: WorkspaceId, igUserId: string): Promise<InstagramAccountRow | null> {
    return this.accounts.findOne({ workspaceId, igUserId }).sort({ createdAt: -1, _id: -1 }).lean();
  }

  async find(workspaceId: WorkspaceId, accountId: AccountId): Promise<InstagramAccountRow | null> {
    return this.accounts.findOne({ _id: accountId, workspaceId }).lean();
  }

  /** Those that no report counts. */
  async listMocks(workspaceId: WorkspaceId): Promise<AccountId[]> {
    const rows = await this.accounts.find({ workspaceId, kind: 'mock' }, { _id: 1 }).lean();
    return rows.map(({ _id }) => _id);
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
    return this.accounts.countDocuments({ workspaceId, status: { $ne: 'disconnected' }, kind: { $ne: 'mock' } });
  }

  /** Both ids of every account of the workspace. */
  async platformIds(workspaceId: WorkspaceId): Promise<string[]> {
    const rows = await this.accounts.find({ workspaceId }, { igUserId: 1, igScopedId: 1 }).lean();
    return rows.flatMap(({ igUserId, igScopedId }) => [igUserId, igScopedId]);
  }

  /** Null when nothing changes: the account is in another state, has another token, or is gone. */
  async turn({ workspaceId, accountId, tokenVersion }: AccountRef, turn: StatusTurn): Promise<AccountStatus | null> {
    const { from, to, reason, at } = turn;
    const known = tokenVersion === undefined ? {} : { tokenVersion };
    const before = await this.accounts
      .findOneAndUpdate(
        { _id: accountId, workspaceId, ...known, status: { $in: [...from] } },
        {
          $set: { status: to, statusAt: at, updatedAt: at, ...(reason === undefined ? {} : { statusReason: reason }) },
          ...(reason === undefined ? { $unset: { statusReason: '' } } : {}),
        },
        { returnDocument: 'before', projection: { status: 1 } },
      )
      .lean();
    return before?.status ?? null;
  }

  /** Whatever state the account was in, its owner has just agreed. */
  async connectAgain(workspaceId: WorkspaceId, accountId: AccountId, fields: Authorisation, at: Date): Promise<void> {
    await this.accounts.updateOne(
      { _id: accountId, workspaceId },
      {
        $set: { ...fields, status: 'connected', statusAt: at, updatedAt: at },
        $inc: { tokenVersion: 1 },
        $unset: {
          statusReason: '',
          disconnectedAt: '',
          refreshFailures: '',
          refreshFailure: '',
          lastSendFailure: '',
        },
      },
    );
  }

  /** Null when there is no such account. */
  async setFeatures(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    features: Required<Pick<InstagramAccountRow, 'humanAgent'>>,
    at: Date,
  ): Promise<InstagramAccountRow | null> {
    return this.accounts
      .findOneAndUpdate(
        { _id: accountId, workspaceId },
        { $set: { ...features, updatedAt: at } },
        { returnDocument: 'after' },
      )
      .lean();
  }

  async replaceToken(workspaceId: WorkspaceId, accountId: AccountId, token: SealedSecret, at: Date): Promise<void> {
    await this.accounts.updateOne(
      { _id: accountId, workspaceId },
      {
        $set: { token, status: 'connected', statusAt: at, updatedAt: at },
        $inc: { tokenVersion: 1 },
        $unset: { statusReason: '', disconnectedAt: '' },
      },
    );
  }

  /** The token is erased, and another workspace may connect the account. False when that was done already. */
  async disconnect(workspaceId: WorkspaceId, accountId: AccountId, reason: string, at: Date): Promise<boolean> {
    const { matchedCount } = await this.accounts.updateOne(
      { _id: accountId, workspaceId, status: { $ne: 'disconnected' } },
      {
        $set: { status: 'disconnected', statusReason: reason, statusAt: at, disconnectedAt: at, updatedAt: at },
        $inc: { tokenVersion: 1 },
        $unset: { token: '', tokenExpiresAt: '', refreshDueAt: '', subscriptionDueAt: '', subscription: '' },
      },
    );
    return matchedCount > 0;
  }

  /** What tells whose account it was leaves; `erasedId` takes the place of its ids. */
  async forgetOwner(workspaceId: WorkspaceId, accountId: AccountId, erasedId: string, at: Date): Promise<void> {
    await this.accounts.updateOne(
      { _id: accountId, workspaceId },
      {
        $set: { igUserId: erasedId, igScopedId: erasedId, username: '', updatedAt: at },
        $unset: { name: '', accountType: '', profilePictureUrl: '', permissions: '', lastSendFailure: '' },
      },
    );
  }

  async noteSendFailure(workspaceId: WorkspaceId, accountId: AccountId, failure: NotedFailure): Promise<void> {
    await this.accounts.updateOne({ _id: accountId, workspaceId }, { $set: { lastSendFailure: failure } });
  }

  /** When each was last heard of; not a change that caches must know. */
  async noteWebhooks(heard: readonly { workspaceId: WorkspaceId; accountId: AccountId; at: Date }[]): Promise<void> {
    await this.accounts.bulkWrite(
      heard.map(({ workspaceId, accountId, at }) => ({
        updateOne: { filter: { _id: accountId, workspaceId }, update: { $max: { lastWebhookAt: at } } },
      })),
      { ordered: false },
    );
  }
}
