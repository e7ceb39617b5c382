import { Injectable } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { HistorySyncsRepository } from '../repositories/history-syncs.repository';
import { HistoryReading } from './history-reading.service';

/** Each account has a rate of its own, so that many go on beside each other. */
const AT_ONCE = 32;

/** Goes on with what is being read of Instagram's memory. */
@Injectable()
export class ReadHistoryJob extends ScheduledJob {
  readonly name = 'read-instagram-history';
  readonly everyMs = 2_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly syncs: HistorySyncsRepository,
    private readonly reading: HistoryReading,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One account's failure stops no other. */
  async run(): Promise<void> {
    const due = await this.syncs.due(this.clock.now(), AT_ONCE);
    await eachOf(due, (sync) => this.reading.advance(sync), { width: AT_ONCE });
  }
}
