import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import type { AccountId, WorkspaceId } from '../shared/kernel';
import { ChangeFeed } from '../shared/redis';
import { CountedLimits, Onboarding } from '../workspace';
import { ACCOUNTS_TOPIC } from './account-directory.service';

/** What a workspace and the other processes have to do with its accounts. */
@Injectable()
export class AccountLedger {
  constructor(
    private readonly limits: CountedLimits,
    private readonly onboarding: Onboarding,
    private readonly transactions: Transactions,
    private readonly feed: ChangeFeed,
  ) {}

  /** Runs `add` where the plan has room for one more. @throws DomainError PLAN.LIMIT_REACHED, and what `add` throws. */
  async admit(workspaceId: WorkspaceId, add: () => Promise<void>): Promise<void> {
    await this.transactions.run(async () => {
      await this.limits.admit(workspaceId, 'instagramAccounts');
      await add();
    });
    await this.onboarding.done(workspaceId, 'connect');
  }

  /** After a change is committed. */
  async announce(accountId: AccountId): Promise<void> {
    await this.feed.publish(ACCOUNTS_TOPIC, accountId);
  }
}
