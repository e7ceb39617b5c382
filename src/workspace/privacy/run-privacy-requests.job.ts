import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { PrivacyRunner } from './privacy-runner';

/** Exports and erasures that somebody has asked for. */
@Injectable()
export class RunPrivacyRequestsJob extends ScheduledJob {
  readonly name = 'run-privacy-requests';
  readonly scope = 'cluster' as const;
  readonly everyMs = 2_000;

  constructor(
    contributions: Contributions,
    private readonly runner: PrivacyRunner,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await this.runner.run();
  }
}
