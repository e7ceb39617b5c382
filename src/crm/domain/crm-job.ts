import type { UserId, WorkspaceId } from '../../shared/kernel';
import type { ContactStage } from './contact';
import type { ContactFilter } from './contact-filter';
import type { ImportPlan } from './import-row';

export const CRM_JOB_KINDS = ['import', 'export', 'tag', 'stage'] as const;
export type CrmJobKind = (typeof CRM_JOB_KINDS)[number];

export const CRM_JOB_STATUSES = ['pending', 'running', 'done', 'failed', 'cancelled'] as const;
export type CrmJobStatus = (typeof CRM_JOB_STATUSES)[number];

/** How far it is. `total` is absent where nobody knows before the end. */
export interface JobProgress {
  done: number;
  total?: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Rows that were left out; `problems` say why. */
  failed: number;
}

/** Of one line of a file. */
export interface RowProblem {
  line: number;
  field: string;
  rule: string;
}

export type JobTask =
  | { kind: 'import'; plan: ImportPlan }
  | { kind: 'export'; filters: readonly ContactFilter[]; columns: readonly string[] }
  /** Without `to`, the tag goes away. */
  | { kind: 'tag'; from: string; to?: string }
  | { kind: 'stage'; from: ContactStage; to: ContactStage };

/** Work on many contacts that a member has asked for. */
export interface CrmJob {
  id: string;
  workspaceId: WorkspaceId;
  task: JobTask;
  status: CrmJobStatus;
  progress: JobProgress;
  /** The first ones. */
  problems: readonly RowProblem[];
  /** Steps that are done. */
  step: number;
  /** Where the next step goes on, if it needs to be told. */
  cursor?: string;
  /** Traces of people who were erased while it runs: nothing is imported of them. */
  leftOut?: readonly string[];
  createdBy?: UserId;
  createdAt: Date;
  finishedAt?: Date;
}

/** What one step did. */
export interface StepOutcome {
  progress: Partial<JobProgress>;
  problems?: readonly RowProblem[];
  cursor?: string;
  isLast: boolean;
}

/** More of them help nobody. */
export const PROBLEMS_KEPT = 1_000;

export const NO_PROGRESS: JobProgress = { done: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };

export function sumOf(progress: JobProgress, more: Partial<JobProgress>): JobProgress {
  const { done = 0, created = 0, updated = 0, unchanged = 0, failed = 0 } = more;
  return {
    ...progress,
    done: progress.done + done,
    created: progress.created + created,
    updated: progress.updated + updated,
    unchanged: progress.unchanged + unchanged,
    failed: progress.failed + failed,
  };
}
