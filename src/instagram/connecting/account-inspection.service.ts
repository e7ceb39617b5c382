import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { MetaConnect } from '../../shared/providers/meta-graph';
import { SecretBox } from '../../shared/security';
import { AccountHealth } from '../account-health.service';
import { hasLiveToken } from '../domain/account-state';
import { accountNotFound } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { failureOf, graphAccountOf } from './account-tokens';
import { SubscriptionCare } from './subscription-care.service';

/** How an account is, and whether that is still so. */
@Injectable()
export class AccountInspection {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly subscriptions: SubscriptionCare,
    private readonly meta: MetaConnect,
    private readonly health: AccountHealth,
    private readonly secrets: SecretBox,
    private readonly changes: AuditedChanges,
  ) {}

  /** @throws DomainError ACCOUNT.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, accountId: AccountId): Promise<InstagramAccountRow> {
    const row = await this.accounts.find(workspaceId, accountId);
    if (row === null) throw accountNotFound();
    return row;
  }

  /** Of an account that was connected just now: webhooks are asked for at once, not at the next look. */
  async begin(context: RequestContext, accountId: AccountId): Promise<InstagramAccountRow> {
    await this.subscriptions.see(await this.get(context, accountId));
    return this.get(context, accountId);
  }

  /**
   * Asks Instagram now, renews a lost subscription, and lets a restricted account try again; the next send shows whether
   * it may. Without a token that might be good nothing is asked. @throws DomainError ACCOUNT.NOT_FOUND.
   */
  async check(context: RequestContext, accountId: AccountId): Promise<InstagramAccountRow> {
    const row = await this.get(context, accountId);
    const { workspaceId } = context;
    await this.changes.run(context, (record) => record({ action: 'account.checked', workspaceId, target: accountId }));
    if (hasLiveToken(row.status) && (await this.isAccepted(row))) {
      await this.subscriptions.see(row);
      await this.health.turn({ workspaceId, accountId }, { turn: 'access-restored' });
    }
    return this.get(context, accountId);
  }

  private async isAccepted(row: InstagramAccountRow): Promise<boolean> {
    const { _id: accountId, workspaceId } = row;
    try {
      const account = graphAccountOf(this.secrets, row);
      if (account === null) return false;
      await this.meta.readOwnAccount(account.token);
      return true;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      await this.health.noteFailure({ workspaceId, accountId }, failure);
      return false;
    }
  }
}
