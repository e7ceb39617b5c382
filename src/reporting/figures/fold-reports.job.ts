import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { ReportFolder } from './report-folder.service';

/** Keeps reports some seconds behind what happens. */
@Injectable()
export class FoldReportsJob extends ScheduledJob {
  readonly name = 'fold-reports';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    contributions: Contributions,
    private readonly folder: ReportFolder,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await this.folder.run();
  }
}
