import { Injectable } from '@nestjs/common';
import { Clock, Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { ReportRecount } from './report-recount.service';
import { ReportRowsRepository } from './repositories/report-rows.repository';

const AT_ONCE = 20;

/** Counts workspaces anew where that was asked for, or where clocks or hours have become others. */
@Injectable()
export class RecountReportsJob extends ScheduledJob {
  readonly name = 'recount-reports';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    contributions: Contributions,
    private readonly rows: ReportRowsRepository,
    private readonly recount: ReportRecount,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One workspace that fails does not hold up the others. @throws AggregateError of all that failed; they stay due. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const workspaceId of await this.rows.recountsDue(this.clock.now(), AT_ONCE))
      await this.recount.run(workspaceId).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} workspaces could not be counted.`);
  }
}
