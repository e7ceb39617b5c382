import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { AuthModule } from '../shared/auth';
import { AuditTrailModule } from '../shared/observability';
import { AdminLogsPersonalData } from './admin-logs.personal-data';
import { AuditAdminController } from './audit.admin.controller';
import { AuditController } from './audit.controller';
import { AuditKeys } from './audit-keys.service';
import { AuditService } from './audit.service';
import { AuditVerification } from './audit-verification.service';
import { DiagnosticLogService } from './diagnostic-log.service';
import { LogEventsService } from './log-events.service';
import { LogSettingsService } from './log-settings.service';
import { LogStreamAdminController } from './log-stream.admin.controller';
import { LogTail } from './log-tail.service';
import { LogsAdminController } from './logs.admin.controller';
import { AuditChainsRepository } from './repositories/audit-chains.repository';
import { AuditKeysRepository } from './repositories/audit-keys.repository';
import { RefusalNotes } from './refusal-notes';
import { AuditEntriesRepository } from './repositories/audit-entries.repository';
import { LogEventsRepository } from './repositories/log-events.repository';
import { LogSettingsRepository } from './repositories/log-settings.repository';
import { SchedulesAdminController } from './schedules.admin.controller';
import { AdminLogEventRow, AdminLogEventSchema } from './schemas/admin-log-event.schema';
import { AdminLogSettingsRow, AdminLogSettingsSchema } from './schemas/admin-log-settings.schema';
import { AuditChainRow, AuditChainSchema } from './schemas/audit-chain.schema';
import { AuditKeyRow, AuditKeySchema } from './schemas/audit-key.schema';
import { AuditEntryRow, AuditEntrySchema } from './schemas/audit-entry.schema';
import { ReportWorkerJob } from './report-worker.job';
import { WorkerProcessesRepository } from './repositories/worker-processes.repository';
import { WorkerProcessRow, WorkerProcessSchema } from './schemas/worker-process.schema';
import { StatusAdminController } from './status.admin.controller';
import { SystemStatusService } from './system-status.service';
import { SealAuditJob } from './seal-audit.job';

const AUDIT = [
  AuditEntriesRepository,
  AuditChainsRepository,
  AuditKeysRepository,
  AuditKeys,
  AuditService,
  SealAuditJob,
  AuditVerification,
  RefusalNotes,
];
const LOGS = [
  LogEventsRepository,
  LogSettingsRepository,
  LogSettingsService,
  DiagnosticLogService,
  LogEventsService,
  LogTail,
];
const SYSTEM = [WorkerProcessesRepository, ReportWorkerJob, SystemStatusService];

@Module({
  imports: [
    ConversationsModule,
    AuditTrailModule,
    AuthModule,
    MongooseModule.forFeature([
      { name: AuditEntryRow.name, schema: AuditEntrySchema },
      { name: AuditKeyRow.name, schema: AuditKeySchema },
      { name: AuditChainRow.name, schema: AuditChainSchema },
      { name: AdminLogEventRow.name, schema: AdminLogEventSchema },
      { name: WorkerProcessRow.name, schema: WorkerProcessSchema },
      { name: AdminLogSettingsRow.name, schema: AdminLogSettingsSchema },
    ]),
  ],
  controllers: [
    AuditController,
    AuditAdminController,
    LogsAdminController,
    LogStreamAdminController,
    SchedulesAdminController,
    StatusAdminController,
  ],
  providers: [...AUDIT, ...LOGS, ...SYSTEM, AdminLogsPersonalData],
  exports: [AuditVerification],
})
export class AdminLogsModule {}
