import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock } from '../../shared/kernel';
import type { CrmJob, CrmJobKind } from '../domain/crm-job';
import { ContactExportWork } from '../transfer/contact-export-work.service';
import { ContactImportWork } from '../transfer/contact-import-work.service';
import { CrmJobPiecesRepository } from '../repositories/crm-job-pieces.repository';
import type { CrmJobWork } from './crm-job-work';
import { progressEvent } from './crm-jobs.service';
import { CrmJobsRepository } from '../repositories/crm-jobs.repository';
import { RelabelWork } from './relabel-work.service';

/** What the runner can do. */
@Injectable()
export class CrmJobWorks {
  constructor(
    readonly imports: ContactImportWork,
    readonly exports: ContactExportWork,
    readonly relabels: RelabelWork,
  ) {}
}

/** As long as a step may take before another worker begins it again. */
const STEP_MS = 60_000;
const ATTEMPTS = 5;

/** Does the next step of the job that has waited longest, so that a long one holds up nobody. */
@Injectable()
export class CrmJobRunner {
  private readonly logger = new Logger(CrmJobRunner.name);
  private readonly works: Readonly<Record<CrmJobKind, CrmJobWork>>;

  constructor(
    private readonly jobs: CrmJobsRepository,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly pieces: CrmJobPiecesRepository,
    { imports, exports, relabels }: CrmJobWorks,
  ) {
    this.works = { import: imports, export: exports, tag: relabels, stage: relabels };
  }

  /** False when there is nothing to do. */
  async next(): Promise<boolean> {
    const now = this.clock.now();
    const taken = await this.jobs.take(now, new Date(now.getTime() + STEP_MS));
    if (taken === null) return false;
    const { job, attempts } = taken;
    if (attempts > ATTEMPTS) await this.told(() => this.jobs.end(job, 'failed', now));
    else await this.step(job);
    return true;
  }

  private async step(job: CrmJob): Promise<void> {
    try {
      const outcome = await this.works[job.task.kind].step(job);
      await this.told(() => this.jobs.advance(job, outcome, this.clock.now()));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      this.logger.warn(`A step of CRM job ${job.id} failed and is begun again: ${name}`);
    }
  }

  /** How far it is, with what tells of it: nobody repeats a step that is done for its news alone. */
  private async told(move: () => Promise<CrmJob | null>): Promise<void> {
    const job = await this.transactions.run(async () => {
      const moved = await move();
      if (moved !== null) await this.events.record(progressEvent(moved, this.clock.now()));
      return moved;
    });
    if (job?.task.kind === 'import' && job.status !== 'running') await this.pieces.remove(job);
  }
}
