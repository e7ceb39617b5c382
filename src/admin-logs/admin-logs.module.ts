import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditTrailModule } from '../shared/observability';
import { AuditAdminController } from './audit.admin.controller';
import { AuditService } from './audit.service';
import { AuditEntriesRepository } from './repositories/audit-entries.repository';
import { AuditEntryRow, AuditEntrySchema } from './schemas/audit-entry.schema';

@Module({
  imports: [AuditTrailModule, MongooseModule.forFeature([{ name: AuditEntryRow.name, schema: AuditEntrySchema }])],
  controllers: [AuditAdminController],
  providers: [AuditEntriesRepository, AuditService],
})
export class AdminLogsModule {}
