import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { EvalComparison } from '../domain/evals/compare-runs';
import type { EvalCase, EvalResult } from '../domain/evals/eval-case';
import type { ProposedChange } from '../domain/evals/proposed-change';
import { EVAL_RUN_STATUSES, type EvalRunStatus } from '../domain/evals/eval-run';

export interface EvalRunRow {
  _id: string;
  workspaceId: string;
  /** Null: all sets. */
  set: string | null;
  status: EvalRunStatus;
  cases: EvalCase[];
  results: EvalResult[];
  comparison: EvalComparison | null;
  proposed?: ProposedChange;
  baseline?: EvalResult[];
  appliedAt?: Date;
  /** Where its cases were taken from, so that it goes with their people. */
  conversationIds: string[];
  createdBy?: string;
  createdAt: Date;
  finishedAt?: Date;
}

export const EVAL_RUNS = 'evalRuns';
const KEPT_SECONDS = 90 * 24 * 60 * 60;

export const evalRunSchema = new Schema<EvalRunRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    set: { type: String, default: null },
    status: { type: String, required: true, enum: EVAL_RUN_STATUSES },
    // As the domain made them: they are shown, never asked for.
    cases: { type: [Schema.Types.Mixed] as never, required: true },
    results: { type: [Schema.Types.Mixed] as never, required: true },
    comparison: Schema.Types.Mixed,
    proposed: Schema.Types.Mixed,
    baseline: { type: [Schema.Types.Mixed] as never, default: undefined },
    appliedAt: Date,
    conversationIds: [String],
    createdBy: String,
    createdAt: { type: Date, required: true },
    finishedAt: Date,
  },
  { collection: EVAL_RUNS, versionKey: false },
);

export const evalRunIndexes: IndexDeclaration[] = [
  {
    collection: EVAL_RUNS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'runs of a workspace, newest first',
  },
  {
    collection: EVAL_RUNS,
    key: { workspaceId: 1, set: 1, status: 1, finishedAt: -1 },
    options: { name: 'last-done' },
    serves: 'the run that a new one is compared with',
  },
  {
    collection: EVAL_RUNS,
    key: { status: 1, createdAt: 1 },
    options: { name: 'status-oldest' },
    serves: 'the job that runs what is pending, across workspaces',
  },
  {
    collection: EVAL_RUNS,
    key: { workspaceId: 1, conversationIds: 1 },
    options: { name: 'of-conversations' },
    serves: 'export and erasure of a contact',
  },
  {
    collection: EVAL_RUNS,
    key: { createdAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: KEPT_SECONDS },
    serves: 'deletion after 90 days',
  },
];
