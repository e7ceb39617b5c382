import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel';
import { DiagnosticLog, Telemetry } from '../observability';
import { timed } from './job-run';
import type { JobReport } from './repositories/scheduled-jobs.repository';
import type { ScheduledJob } from './scheduled-job';

/** Shorter intervals than this, and what each process does, would bury everything else in the diagnostic log. */
const SHOWN_FROM_MS = 5_000;

/** Runs a job to its end and tells everyone who watches: log, metrics, diagnostics. Never rejects. */
@Injectable()
export class JobExecutor {
  constructor(
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
    private readonly diagnostics: DiagnosticLog,
  ) {}

  async execute(job: ScheduledJob): Promise<JobReport> {
    const { error, ...report } = await timed(
      () => job.run(),
      () => this.clock.monotonic(),
    );
    const { logger, metrics } = this.telemetry;
    const { outcome, durationMs } = report;
    const failed = outcome === 'failed';
    if (failed) logger.event('error', 'scheduled job failed', { job: job.name, err: error });
    metrics.jobRuns.inc({ job: job.name, outcome });
    metrics.jobSeconds.set({ job: job.name }, durationMs / 1_000);
    if (failed || (job.scope === 'cluster' && job.everyMs >= SHOWN_FROM_MS)) this.show(job, report);
    return report;
  }

  private show({ name: job }: ScheduledJob, report: JobReport): void {
    const failed = report.outcome === 'failed';
    const [level, message] = failed ? (['error', 'job.failed'] as const) : (['info', 'job.done'] as const);
    this.diagnostics.log({ category: 'jobs', level, message, details: { job, ...report } });
  }
}
