import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { AuditTrailModule } from '../shared/observability';
import { EscalationsAdminController } from './escalations.admin.controller';
import { EscalationsController } from './escalations.controller';
import { EscalationsPersonalData } from './escalations.personal-data';
import { EscalationsFacade } from './escalations.facade';
import { EscalationsService } from './escalations.service';
import { ReleaseHoldsJob } from './release-holds.job';
import { EscalationsRepository } from './repositories/escalations.repository';
import { EscalationRow, EscalationSchema } from './schemas/escalation.schema';

@Module({
  imports: [
    ConversationsModule,
    AuditTrailModule,
    MongooseModule.forFeature([{ name: EscalationRow.name, schema: EscalationSchema }]),
  ],
  controllers: [EscalationsController, EscalationsAdminController],
  providers: [EscalationsRepository, EscalationsService, EscalationsFacade, EscalationsPersonalData, ReleaseHoldsJob],
  exports: [EscalationsFacade],
})
export class EscalationsModule {}
