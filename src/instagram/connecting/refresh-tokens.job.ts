import { Injectable } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import { TokenRefresh } from './token-refresh.service';

/** In one run; a token is due days before it must be renewed, so that the next run is soon enough for the others. */
const AT_ONCE = 500;
const WIDTH = 4;

/** Renews tokens that are due. */
@Injectable()
export class RefreshTokensJob extends ScheduledJob {
  readonly name = 'refresh-instagram-tokens';
  readonly everyMs = 15 * 60_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly upkeep: AccountUpkeepRepository,
    private readonly tokens: TokenRefresh,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One account's failure stops no other. */
  async run(): Promise<void> {
    const due = await this.upkeep.dueForRefresh(this.clock.now(), AT_ONCE);
    await eachOf(due, (row) => this.tokens.refresh(row), { width: WIDTH });
  }
}
