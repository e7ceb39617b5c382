import { Counting } from './counting.service';
import { FoldReportsJob } from './fold-reports.job';
import { RecountFollower } from './recount-follower';
import { RecountReportsJob } from './recount-reports.job';
import { ReportCosts } from './report-costs.service';
import { ReportDetails } from './report-details.service';
import { ReportFolder } from './report-folder.service';
import { ReportRanges } from './report-ranges.service';
import { ReportRecount } from './report-recount.service';
import { ReportRepair } from './report-repair.service';
import { ReportedAccounts } from './reported-accounts.service';
import { ReportingPersonalData } from './reporting.personal-data';
import { ReportsAdminController } from './reports.admin.controller';
import { ReportsController } from './reports.controller';
import { Reports } from './reports.service';
import { ReportRowsRepository } from './repositories/report-rows.repository';
import { ReportUnitsRepository } from './repositories/report-units.repository';
import { RowSources } from './row-sources.service';
import { REPORT_DAILY_FLOWS, reportDailyFlowSchema } from './schemas/report-daily-flow.schema';
import { REPORT_DAILY_WORKSPACES, reportDailyWorkspaceSchema } from './schemas/report-daily-workspace.schema';
import { REPORT_UNITS, reportUnitSchema } from './schemas/report-unit.schema';
import { ThreadCounting } from './thread-counting.service';

export const FIGURES_MODELS = [
  { name: REPORT_DAILY_WORKSPACES, schema: reportDailyWorkspaceSchema },
  { name: REPORT_DAILY_FLOWS, schema: reportDailyFlowSchema },
  { name: REPORT_UNITS, schema: reportUnitSchema },
];

export const FIGURES_CONTROLLERS = [ReportsController, ReportsAdminController];

export const FIGURES_PROVIDERS = [
  ReportRowsRepository,
  ReportUnitsRepository,
  RowSources,
  ReportedAccounts,
  Counting,
  ThreadCounting,
  ReportFolder,
  ReportRepair,
  ReportRecount,
  FoldReportsJob,
  RecountReportsJob,
  RecountFollower,
  ReportRanges,
  ReportCosts,
  Reports,
  ReportDetails,
  ReportingPersonalData,
];
