import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type AccountId, type Caller, Clock, type RequestContext } from '../../shared/kernel';
import { AccountLedger } from '../account-ledger.service';
import { isHeld } from '../domain/account-state';
import { accountNotFound } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { SubscriptionCare } from './subscription-care.service';

/** How accounts leave a workspace. What was received stays; what waits to be sent waits for another login. */
@Injectable()
export class AccountDepartures {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly subscriptions: SubscriptionCare,
    private readonly changes: AuditedChanges,
    private readonly ledger: AccountLedger,
    private readonly clock: Clock,
  ) {}

  /** Once more does nothing. @throws DomainError ACCOUNT.NOT_FOUND. */
  async disconnect(context: RequestContext, accountId: AccountId): Promise<void> {
    const row = await this.accounts.find(context.workspaceId, accountId);
    if (row === null) throw accountNotFound();
    if (!isHeld(row.status)) return;
    await this.subscriptions.end(row);
    await this.release(context, row, 'The account was disconnected.');
  }

  /** Erases the token; from then on another workspace may connect the account. */
  async release(caller: Caller, { _id: accountId, workspaceId }: InstagramAccountRow, reason: string): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if (!(await this.accounts.disconnect(workspaceId, accountId, reason, this.clock.now()))) return;
      await record({ action: 'account.disconnected', workspaceId, target: accountId, details: { reason } });
    });
    await this.ledger.announce(accountId);
  }
}
