import { Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Contributions } from '../kernel';
import { AppLogger } from '../observability';
import { ScheduledJob } from './scheduled-job';

/** Runs the contributed jobs, each never twice at a time in this process. Started by the worker, not by the API. */
@Injectable()
export class JobRunner {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly contributions: Contributions,
    private readonly registry: SchedulerRegistry,
    private readonly logger: AppLogger,
  ) {
    contributions.declare(ScheduledJob, 'many');
  }

  start(): void {
    for (const job of this.contributions.all(ScheduledJob)) {
      const timer = setInterval(() => void this.runOnce(job), job.everyMs);
      this.registry.addInterval(job.name, timer);
    }
  }

  /** No new runs; resolves when those under way have ended. */
  async stop(): Promise<void> {
    for (const name of this.registry.getIntervals()) this.registry.deleteInterval(name);
    await Promise.all(this.running.values());
  }

  private async runOnce(job: ScheduledJob): Promise<void> {
    if (this.running.has(job.name)) return;
    const run = job
      .run()
      .catch((err: unknown) => this.logger.event('error', 'scheduled job failed', { job: job.name, err }));
    this.running.set(job.name, run);
    await run;
    this.running.delete(job.name);
  }
}
