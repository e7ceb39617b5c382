import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel';
import { AppLogger } from '../observability';
import { type JobReport, ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';

/** What each worker does all the time is put on record only this often, and when it fails. */
const NOTE_EVERY_MS = 10_000;

/** Puts on record how jobs went that every process runs for itself. */
@Injectable()
export class JobReports {
  private readonly notedAt = new Map<string, number>();

  constructor(
    private readonly rows: ScheduledJobsRepository,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** Best effort: what cannot be written is logged. */
  async note(name: string, report: JobReport): Promise<void> {
    const now = this.clock.monotonic();
    const isFresh = now - (this.notedAt.get(name) ?? -Infinity) < NOTE_EVERY_MS;
    if (report.outcome === 'done' && isFresh) return;
    this.notedAt.set(name, now);
    try {
      await this.rows.note(name, report);
    } catch (err) {
      this.logger.event('warn', 'job report not kept', { job: name, err });
    }
  }
}
