import { Injectable } from '@nestjs/common';
import { newId } from '../kernel';
import { AppLogger } from '../observability';
import { JobExecutor } from './job-executor';
import { ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import type { ScheduledJob } from './scheduled-job';

/** A request to run is noticed within this time, on some worker. */
export const JOB_POLL_MS = 1_000;
/** A job whose worker died is free again after this; while it runs, its worker renews it in good time. */
export const JOB_LEASE_MS = 30_000;
const RENEWALS = 3;
/** A job that failed is tried again after this, if its own time is not sooner. */
const RETRY_MS = 60_000;

/** Begins the jobs whose turn it is, cluster-wide one run of each at a time; also those of every process, on request. */
@Injectable()
export class ClusterJobs {
  private readonly owner = newId();
  private readonly running = new Map<string, Promise<void>>();
  private isRegistered = false;
  private wasAway = false;

  constructor(
    private readonly rows: ScheduledJobsRepository,
    private readonly executor: JobExecutor,
    private readonly logger: AppLogger,
  ) {}

  /** Looks once for jobs that are due or requested, and begins those that are free. Resolves when they have begun. */
  async poll(jobs: readonly ScheduledJob[]): Promise<void> {
    try {
      await this.begin(jobs);
      this.wasAway = false;
    } catch (err) {
      if (!this.wasAway) this.logger.event('warn', 'schedules cannot be read, trying again', { err });
      this.wasAway = true;
    }
  }

  /** Resolves when what runs has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async begin(jobs: readonly ScheduledJob[]): Promise<void> {
    const free = jobs.filter(({ name }) => !this.running.has(name));
    if (!this.isRegistered) await this.rows.register(jobs.map(({ name }) => name));
    this.isRegistered = true;
    const due = new Set(await this.rows.due(namesOf(free, 'cluster'), namesOf(free, 'process')));
    for (const job of free.filter(({ name }) => due.has(name))) await this.tryBegin(job);
  }

  private async tryBegin(job: ScheduledJob): Promise<void> {
    const turn = { name: job.name, owner: this.owner };
    if (!(await this.rows.take(turn, { everyMs: job.everyMs, leaseMs: JOB_LEASE_MS }))) return;
    const run = this.run(job).finally(() => this.running.delete(job.name));
    this.running.set(job.name, run);
  }

  private async run(job: ScheduledJob): Promise<void> {
    const turn = { name: job.name, owner: this.owner };
    const renewal = setInterval(() => void this.renew(turn), JOB_LEASE_MS / RENEWALS);
    const report = await this.executor.execute(job);
    clearInterval(renewal);
    const retryMs = report.outcome === 'failed' ? RETRY_MS : undefined;
    await this.rows
      .finish(turn, report, retryMs)
      .catch((err: unknown) => this.logger.event('warn', 'job report not kept', { job: job.name, err }));
  }

  private async renew(turn: { name: string; owner: string }): Promise<void> {
    try {
      const kept = await this.rows.keep(turn, JOB_LEASE_MS);
      if (!kept) this.logger.event('warn', 'job was taken over by another worker', { job: turn.name });
    } catch (err) {
      this.logger.event('warn', 'job lease not renewed', { job: turn.name, err });
    }
  }
}

const namesOf = (jobs: readonly ScheduledJob[], scope: ScheduledJob['scope']) =>
  jobs.filter((job) => job.scope === scope).map(({ name }) => name);
