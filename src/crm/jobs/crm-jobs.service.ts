import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  stableId,
} from '../../shared/kernel';
import { crmJobNotFound } from '../crm.errors';
import { type CrmJob, type JobTask, NO_PROGRESS, type RowProblem } from '../domain/crm-job';
import { CrmJobPiecesRepository } from '../repositories/crm-job-pieces.repository';
import { CrmJobsRepository } from '../repositories/crm-jobs.repository';

export interface NewJob {
  /** Of the operation, so that it is started once. */
  id?: string;
  task: JobTask;
  total?: number;
  problems?: readonly RowProblem[];
}

/** Work on many contacts: started, looked at and cancelled by members; the runner does it. */
@Injectable()
export class CrmJobs {
  constructor(
    private readonly jobs: CrmJobsRepository,
    private readonly pieces: CrmJobPiecesRepository,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own, or in the one around it. */
  start(context: RequestContext, { id, task, total, problems = [] }: NewJob): Promise<CrmJob> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const { userId } = authorOf(context);
    const job: CrmJob = {
      id: id ?? newId(at),
      workspaceId,
      task,
      status: 'pending',
      progress: { ...NO_PROGRESS, failed: problems.length, ...(total === undefined ? {} : { total }) },
      problems,
      step: 0,
      ...(userId === undefined ? {} : { createdBy: userId }),
      createdAt: at,
    };
    return this.changes.run(context, async (record) => {
      const known = await this.jobs.find(workspaceId, job.id);
      if (known !== null) return known;
      await this.jobs.insertIfNew(job);
      await record({ action: 'crm-job.started', workspaceId, target: job.id, details: { kind: task.kind } });
      await this.events.record(progressEvent(job, at));
      return job;
    });
  }

  /** @throws DomainError CRM_JOB.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, id: string): Promise<CrmJob> {
    const job = await this.jobs.find(workspaceId, id);
    if (job === null) throw crmJobNotFound();
    return job;
  }

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<CrmJob>> {
    const rows = await this.jobs.list(workspaceId, limit + 1, cursor === undefined ? undefined : decodeCursor(cursor));
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** What is done stays done; one that has ended stays as it is. @throws DomainError CRM_JOB.NOT_FOUND. */
  async cancel(context: RequestContext, id: string): Promise<CrmJob> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const job = await this.changes.run(context, async (record) => {
      const known = await this.get(context, id);
      const cancelled = await this.jobs.end(known, 'cancelled', at);
      if (cancelled === null) return known;
      await record({ action: 'crm-job.cancelled', workspaceId, target: id });
      await this.events.record(progressEvent(cancelled, at));
      return cancelled;
    });
    if (job.task.kind === 'import') await this.pieces.remove(job);
    return job;
  }
}

export const progressEvent = ({ id, workspaceId, task, status, progress, step }: CrmJob, at: Date) => ({
  id: stableId('job.progressed', id, String(step), status),
  type: 'job.progressed' as const,
  workspaceId,
  at,
  subjectId: id,
  data: { kind: `crm-${task.kind}`, status, progress },
});
