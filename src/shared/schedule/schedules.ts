import { Injectable } from '@nestjs/common';
import { Contributions } from '../kernel';
import { type JobState, ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import { ScheduledJob } from './scheduled-job';

export interface Schedule extends Partial<Omit<JobState, 'name' | 'isRunning' | 'overdueMs'>> {
  name: string;
  scope: ScheduledJob['scope'];
  everyMs: number;
  isRunning: boolean;
  overdueMs: number;
}

/** What runs by itself, and how it goes. */
@Injectable()
export class Schedules {
  constructor(
    private readonly contributions: Contributions,
    private readonly rows: ScheduledJobsRepository,
  ) {}

  /** By name; those that no worker has begun yet have no times. */
  async list(): Promise<Schedule[]> {
    const states = new Map((await this.rows.list()).map((state) => [state.name, state]));
    return this.contributions
      .all(ScheduledJob)
      .map(({ name, scope, everyMs }) => ({
        isRunning: false,
        overdueMs: 0,
        ...states.get(name),
        name,
        scope,
        everyMs,
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  has(name: string): boolean {
    return this.contributions.all(ScheduledJob).some((job) => job.name === name);
  }

  /** Some worker runs it within a second or so; joins the transaction around it. */
  async request(name: string): Promise<void> {
    await this.rows.request(name);
  }
}
