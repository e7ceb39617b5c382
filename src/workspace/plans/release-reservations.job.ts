import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { Usage } from './usage.service';

const AT_ONCE = 100;

/** Gives back what processes reserved that died before they had used it. */
@Injectable()
export class ReleaseReservationsJob extends ScheduledJob {
  readonly name = 'release-reservations';
  readonly everyMs = 60_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly usage: Usage,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    while ((await this.usage.releaseExpired(AT_ONCE)) >= AT_ONCE);
  }
}
