import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import { stableId, type WorkspaceId } from '../../../shared/kernel';
import type { Basis } from '../domain/counting-world';
import type { Counts } from '../domain/counts';
import type { Labels, LabelSet } from '../domain/label-book';

/** What a workspace's day counts. */
export interface ReportDailyWorkspaceRow {
  /** Made of the workspace and the day. */
  _id: string;
  workspaceId: WorkspaceId;
  /** `YYYY-MM-DD`, by the clocks of the workspace. */
  day: string;
  counts: Counts;
}

/** Of the day `''`: how far a workspace is counted, and by what. In the same collection, to be read with the days. */
export interface ReportStandingRow {
  _id: string;
  workspaceId: WorkspaceId;
  day: '';
  /** One more at each batch: of two that count at the same time, one is refused. */
  sequence: number;
  basis: Basis;
  labels: Labels;
  /** How many short names each set has given out. */
  given: Partial<Record<LabelSet, number>>;
  /** Everything is to be counted anew from then on; until that is done, nothing else is counted. */
  recountDueAt?: Date;
  recountedAt?: Date;
  countedAt?: Date;
}

export const REPORT_DAILY_WORKSPACES = 'reportDailyWorkspaces';

export const reportRowId = (workspaceId: WorkspaceId, day: string, flow = ''): string =>
  stableId('report-day', workspaceId, day, flow);

/** Of a workspace of which nothing was counted yet. */
export const FIRST_STANDING = { day: '', sequence: 0, labels: {}, given: {} } as const;

const json = Schema.Types.Mixed;

export const reportDailyWorkspaceSchema = new Schema<ReportDailyWorkspaceRow & Omit<ReportStandingRow, 'day'>>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    day: String,
    counts: json,
    sequence: Number,
    basis: json,
    labels: json,
    given: json,
    recountDueAt: Date,
    recountedAt: Date,
    countedAt: Date,
  },
  { collection: REPORT_DAILY_WORKSPACES, versionKey: false, minimize: false },
);

export const reportDailyWorkspaceIndexes: IndexDeclaration[] = [
  {
    collection: REPORT_DAILY_WORKSPACES,
    key: { workspaceId: 1, day: 1 },
    options: { name: 'day', unique: true },
    serves: 'the days of a range with the standing of the workspace, in one query',
  },
  {
    collection: REPORT_DAILY_WORKSPACES,
    key: { recountDueAt: 1 },
    options: { name: 'recount_due', partialFilterExpression: { recountDueAt: { $type: 'date' } } },
    serves: 'the job that counts everything anew where that was asked for',
  },
];
