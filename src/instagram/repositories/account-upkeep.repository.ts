import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { SealedSecret } from '../../shared/security';
import {
  INSTAGRAM_ACCOUNTS,
  type InstagramAccountRow,
  type NotedFailure,
  type SubscriptionRecord,
} from '../schemas/instagram-account.schema';

/** A row as a job found it. */
type Found = Pick<InstagramAccountRow, '_id' | 'workspaceId' | 'tokenVersion'>;

export interface RenewedToken {
  token: SealedSecret;
  tokenIssuedAt: Date;
  tokenExpiresAt: Date;
  refreshDueAt: Date;
}

/** What the jobs that look after accounts read and write, across workspaces. */
@Injectable()
export class AccountUpkeepRepository {
  constructor(@InjectModel(INSTAGRAM_ACCOUNTS) private readonly accounts: Model<InstagramAccountRow>) {}

  /** The most urgent first. */
  async dueForRefresh(now: Date, limit: number): Promise<InstagramAccountRow[]> {
    return this.accounts
      .find({ refreshDueAt: { $lte: now } })
      .sort({ refreshDueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** False when the account has another token by now, as after a new login. */
  async saveRenewed(found: Found, renewed: RenewedToken, at: Date): Promise<boolean> {
    const { matchedCount } = await this.accounts.updateOne(sameToken(found), {
      $set: { ...renewed, updatedAt: at },
      $inc: { tokenVersion: 1 },
      $unset: { refreshFailures: '', refreshFailure: '' },
    });
    return matchedCount > 0;
  }

  async noteRefreshFailure(found: Found, failures: number, failure: NotedFailure, dueAt: Date): Promise<void> {
    await this.accounts.updateOne(sameToken(found), {
      $set: { refreshFailures: failures, refreshFailure: failure, refreshDueAt: dueAt },
    });
  }

  /** Nothing is left to renew. */
  async stopRefreshing(found: Found): Promise<void> {
    await this.accounts.updateOne(sameToken(found), { $unset: { refreshDueAt: '' } });
  }

  /** The longest unseen first. */
  async dueForSubscription(now: Date, limit: number): Promise<InstagramAccountRow[]> {
    return this.accounts
      .find({ subscriptionDueAt: { $lte: now } })
      .sort({ subscriptionDueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** `dueAt` null: it is not looked at again until the account is connected. */
  async noteSubscription(found: Found, subscription: SubscriptionRecord, dueAt: Date | null): Promise<void> {
    await this.accounts.updateOne(
      sameToken(found),
      dueAt === null
        ? { $set: { subscription }, $unset: { subscriptionDueAt: '' } }
        : { $set: { subscription, subscriptionDueAt: dueAt } },
    );
  }

  async sealedWith(keyIds: readonly string[], limit: number): Promise<InstagramAccountRow[]> {
    return this.accounts
      .find({ 'token.keyId': { $in: [...keyIds] } })
      .limit(limit)
      .lean();
  }

  /** The same token under another key. False when there is another token by now. */
  async reseal(found: Found & { token: SealedSecret }, sealed: SealedSecret): Promise<boolean> {
    const { _id, workspaceId, token } = found;
    const { matchedCount } = await this.accounts.updateOne(
      { _id, workspaceId, 'token.iv': token.iv },
      { $set: { token: sealed } },
    );
    return matchedCount > 0;
  }
}

// Null also stands for a row from before versions were counted.
const sameToken = ({ _id, workspaceId, tokenVersion }: Found) => ({
  _id,
  workspaceId,
  tokenVersion: tokenVersion ?? null,
});
