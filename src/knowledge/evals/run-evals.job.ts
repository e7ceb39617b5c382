import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { EvalRunner } from './eval-runner.service';

/** Carries out the runs of golden sets that were asked for. */
@Injectable()
export class RunEvalsJob extends ScheduledJob {
  readonly name = 'run-evals';
  readonly scope = 'cluster' as const;
  readonly everyMs = 3_000;

  constructor(
    contributions: Contributions,
    private readonly runner: EvalRunner,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    while (await this.runner.next());
  }
}
