import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../kernel';
import { Metrics, MetricsSource } from '../observability';
import { ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import { ScheduledJob } from './scheduled-job';

/** How long the jobs of the cluster have been overdue: when it grows, nobody runs them. */
@Injectable()
export class JobLag extends MetricsSource implements OnModuleInit {
  constructor(
    private readonly contributions: Contributions,
    private readonly rows: ScheduledJobsRepository,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(MetricsSource, this);
  }

  async collect(): Promise<void> {
    const jobs = this.contributions.all(ScheduledJob).filter(({ scope }) => scope === 'cluster');
    const states = new Map((await this.rows.list()).map((state) => [state.name, state]));
    for (const { name } of jobs) {
      const state = states.get(name);
      const overdueMs = state === undefined || state.isRunning ? 0 : state.overdueMs;
      this.metrics.jobLagSeconds.set({ job: name }, overdueMs / 1_000);
    }
  }
}
