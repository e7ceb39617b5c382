import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Clock, Contributions, newId } from '../shared/kernel';
import { VERSION } from '../shared/http';
import { ScheduledJob } from '../shared/schedule';
import { WorkerProcessesRepository } from './repositories/worker-processes.repository';

/** Each worker says that it is there, for the system status. */
@Injectable()
export class ReportWorkerJob extends ScheduledJob {
  readonly name = 'report-worker';
  readonly scope = 'process' as const;
  readonly everyMs = 3_000;
  private readonly about: { id: string; host: string; pid: number; version: string; startedAt: Date };

  constructor(
    contributions: Contributions,
    private readonly processes: WorkerProcessesRepository,
    clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
    this.about = { id: newId(), host: hostname(), pid: process.pid, version: VERSION, startedAt: clock.now() };
  }

  async run(): Promise<void> {
    await this.processes.report(this.about);
  }
}
