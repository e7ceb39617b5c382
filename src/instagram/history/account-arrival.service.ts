import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type RequestContext } from '../../shared/kernel';
import { AccountInspection } from '../connecting/account-inspection.service';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { HistorySyncs } from './history-syncs.service';

/** What follows once an account is connected: webhooks are asked for, and what was written before is read. */
@Injectable()
export class AccountArrival {
  constructor(
    private readonly inspection: AccountInspection,
    private readonly history: HistorySyncs,
    private readonly clock: Clock,
  ) {}

  /** Of an account whose webhooks never stopped, or stopped for a while, nothing older is read again. */
  async welcome(context: RequestContext, accountId: AccountId): Promise<InstagramAccountRow> {
    // What is written from now on comes by webhook.
    const until = this.clock.now();
    const before = await this.inspection.get(context, accountId);
    const after = await this.inspection.begin(context, accountId);
    if (before.subscription === undefined) await this.history.begin(context, accountId, until);
    return after;
  }
}
