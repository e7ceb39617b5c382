import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { CrmJobRunner } from './crm-job-runner.service';

/** Does what members asked to be done with many contacts. */
@Injectable()
export class RunCrmJobs extends ScheduledJob {
  readonly name = 'run-crm-jobs';
  readonly scope = 'cluster' as const;
  readonly everyMs = 2_000;

  constructor(
    contributions: Contributions,
    private readonly runner: CrmJobRunner,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    while (await this.runner.next());
  }
}
