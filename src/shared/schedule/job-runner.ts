import { Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Contributions } from '../kernel';
import { ClusterJobs, JOB_POLL_MS } from './cluster-jobs';
import { JobExecutor } from './job-executor';
import { JobReports } from './job-reports';
import { ScheduledJob } from './scheduled-job';

const CLUSTER_POLL = 'cluster-jobs';

/** Runs the contributed jobs, each never twice at a time in this process. Started by the worker, not by the API. */
@Injectable()
export class JobRunner {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly contributions: Contributions,
    private readonly registry: SchedulerRegistry,
    private readonly cluster: ClusterJobs,
    private readonly executor: JobExecutor,
    private readonly reports: JobReports,
  ) {
    contributions.declare(ScheduledJob, 'many');
  }

  start(): void {
    const jobs = this.contributions.all(ScheduledJob);
    for (const job of jobs.filter(({ scope }) => scope === 'process')) {
      this.repeat(job.name, job.everyMs, async () => this.reports.note(job.name, await this.executor.execute(job)));
    }
    this.repeat(CLUSTER_POLL, JOB_POLL_MS, () => this.cluster.poll(jobs));
  }

  /** No new runs; resolves when those under way have ended. */
  async stop(): Promise<void> {
    for (const name of this.registry.getIntervals()) this.registry.deleteInterval(name);
    await Promise.all(this.running.values());
    await this.cluster.idle();
  }

  private repeat(name: string, everyMs: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void this.once(name, work), everyMs);
    this.registry.addInterval(name, timer);
  }

  /** `work` never rejects. */
  private async once(name: string, work: () => Promise<void>): Promise<void> {
    if (this.running.has(name)) return;
    const run = work();
    this.running.set(name, run);
    await run;
    this.running.delete(name);
  }
}
