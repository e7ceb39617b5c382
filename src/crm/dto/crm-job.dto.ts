import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { CRM_JOB_KINDS, CRM_JOB_STATUSES, type CrmJob, type CrmJobKind, type CrmJobStatus } from '../domain/crm-job';

export class JobProgressResponse {
  /** Contacts, or lines of a file, that it has gone through. */
  done: number;

  /** Absent where nobody knows before the end. */
  total?: number;

  created: number;

  updated: number;

  unchanged: number;

  /** Lines that were left out; `problems` say why. */
  failed: number;
}

export class RowProblemResponse {
  /** Of the file; the heads are on line 1. */
  line: number;

  field: string;

  rule: string;
}

export class CrmJobResponse {
  id: string;

  @ApiProperty({ enum: CRM_JOB_KINDS })
  kind: CrmJobKind;

  @ApiProperty({ enum: CRM_JOB_STATUSES })
  status: CrmJobStatus;

  /** Of an import: everything is checked, and nothing is changed. */
  dryRun?: boolean;

  progress: JobProgressResponse;

  /** Of single lines, the first 1,000; absent in lists. */
  @ApiProperty({ type: [RowProblemResponse], required: false })
  problems?: RowProblemResponse[];

  createdBy?: string;

  createdAt: Date;

  finishedAt?: Date;
}

export class CrmJobPageResponse extends PageOf(CrmJobResponse) {}

export function toCrmJobResponse(job: CrmJob): CrmJobResponse {
  return { ...toListedJob(job), problems: job.problems.map(({ line, field, rule }) => ({ line, field, rule })) };
}

export function toCrmJobPageResponse(page: Page<CrmJob>): CrmJobPageResponse {
  return { ...page, items: page.items.map(toListedJob) };
}

function toListedJob({ id, task, status, progress, createdBy, createdAt, finishedAt }: CrmJob): CrmJobResponse {
  const dryRun = task.kind === 'import' ? { dryRun: task.plan.dryRun } : {};
  return { id, kind: task.kind, status, ...dryRun, progress, createdBy, createdAt, finishedAt };
}
