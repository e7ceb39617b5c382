import { Injectable } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { hasLiveToken } from '../domain/account-state';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { SubscriptionCare } from './subscription-care.service';

/** With one run a minute, every account of 2,000 is seen within ten minutes. */
const AT_ONCE = 200;
const WIDTH = 8;

/** Looks at the webhook subscriptions of accounts, and heals those that were lost. */
@Injectable()
export class CareForSubscriptionsJob extends ScheduledJob {
  readonly name = 'care-for-subscriptions';
  readonly everyMs = 60_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly upkeep: AccountUpkeepRepository,
    private readonly care: SubscriptionCare,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One account's failure stops no other. */
  async run(): Promise<void> {
    const due = await this.upkeep.dueForSubscription(this.clock.now(), AT_ONCE);
    await eachOf(due, (row) => this.see(row), { width: WIDTH });
  }

  private async see(row: InstagramAccountRow): Promise<void> {
    if (hasLiveToken(row.status)) await this.care.see(row);
    // Until it is connected again there is nothing to see.
    else await this.upkeep.noteSubscription(row, row.subscription ?? { fields: [], checkedAt: this.clock.now() }, null);
  }
}
