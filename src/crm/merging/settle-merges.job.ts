import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { MergeSettling } from './merge-settling.service';

/** Goes again through what names merged contacts. */
@Injectable()
export class SettleMerges extends ScheduledJob {
  readonly name = 'settle-contact-merges';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    contributions: Contributions,
    private readonly settling: MergeSettling,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await this.settling.settleDue();
  }
}
