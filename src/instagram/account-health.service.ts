import { Injectable } from '@nestjs/common';
import { Clock } from '../shared/kernel';
import { Telemetry } from '../shared/observability';
import { ChangeFeed } from '../shared/redis';
import { ACCOUNTS_TOPIC, type KnownAccount } from './account-directory.service';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';

/** Notes what Graph lets us know about an account, so that sending stops everywhere within a second. */
@Injectable()
export class AccountHealth {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  async markRevoked(account: KnownAccount, reason: string): Promise<void> {
    await this.accounts.setStatus(account.workspaceId, account.accountId, 'revoked', reason, this.clock.now());
    this.telemetry.logger.event('error', 'account must be connected again', {
      accountId: account.accountId,
      workspaceId: account.workspaceId,
      reason,
    });
    await this.feed.publish(ACCOUNTS_TOPIC, account.accountId);
  }
}
