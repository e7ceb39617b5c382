import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { WorkspaceId } from '../../../shared/kernel';
import type { Counts } from '../domain/counts';

/** What the runs of one version of a flow count that began on a day: apart from the workspace's day, since a flow has many nodes. */
export interface ReportDailyFlowRow {
  /** Made of the workspace, the day and the version. */
  _id: string;
  workspaceId: WorkspaceId;
  day: string;
  /** The version's id. */
  flow: string;
  counts: Counts;
}

export const REPORT_DAILY_FLOWS = 'reportDailyFlows';

export const reportDailyFlowSchema = new Schema<ReportDailyFlowRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    day: String,
    flow: String,
    counts: Schema.Types.Mixed,
  },
  { collection: REPORT_DAILY_FLOWS, versionKey: false, minimize: false },
);

export const reportDailyFlowIndexes: IndexDeclaration[] = [
  {
    collection: REPORT_DAILY_FLOWS,
    key: { workspaceId: 1, day: 1, flow: 1 },
    options: { name: 'day_flow', unique: true },
    serves: 'the funnels of the versions that ran in a range of days',
  },
];
