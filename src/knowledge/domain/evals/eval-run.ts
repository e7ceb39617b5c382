import type { WorkspaceId } from '../../../shared/kernel';
import type { EvalComparison } from './compare-runs';
import type { EvalCase, EvalResult } from './eval-case';
import type { ProposedChange } from './proposed-change';

export const EVAL_RUN_STATUSES = ['pending', 'running', 'done'] as const;
export type EvalRunStatus = (typeof EVAL_RUN_STATUSES)[number];

/** One run of a set, or of all cases, of a workspace. */
export interface EvalRun {
  id: string;
  workspaceId: WorkspaceId;
  /** Null: all sets. */
  set: string | null;
  status: EvalRunStatus;
  /** The cases as they were when the run was asked for. */
  cases: readonly EvalCase[];
  results: readonly EvalResult[];
  /** With the latest run of the same set that was done before. */
  comparison: EvalComparison | null;
  /** What the results are with; they are compared with `baseline` then, which is how things are. */
  proposed?: ProposedChange;
  baseline?: readonly EvalResult[];
  /** When the proposed change was made. */
  appliedAt?: Date;
  createdBy?: string;
  createdAt: Date;
  finishedAt?: Date;
}

/** Cases of a run that have no result yet. */
export function casesLeft({ cases, results }: Pick<EvalRun, 'cases' | 'results'>): EvalCase[] {
  const done = new Set(results.map(({ caseId }) => caseId));
  return cases.filter(({ id }) => !done.has(id));
}
