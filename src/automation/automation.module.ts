import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { EscalationsModule } from '../escalations';
import { FlowsModule } from '../flows';
import { InstagramModule } from '../instagram';
import { WorkspaceModule } from '../workspace';
import { ActiveAutomations } from './active-automations';
import { AutomationPersonalData } from './automation.personal-data';
import { AutomationInstancesController } from './automation-instances.controller';
import { AutomationInstancesService } from './automation-instances.service';
import { AutomationTurnHandler } from './automation-turn-handler';
import { CountedAutomations } from './counted-automations';
import { InstanceLedger } from './instance-ledger.service';
import { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import { AutomationSessionsRepository } from './repositories/automation-sessions.repository';
import { AUTOMATION_INSTANCES, automationInstanceSchema } from './schemas/automation-instance.schema';
import { AUTOMATION_SESSIONS, automationSessionSchema } from './schemas/automation-session.schema';
import { SessionJournal } from './session-journal';
import { AutomationAdminController } from './automation.admin.controller';

@Module({
  imports: [
    FlowsModule,
    EscalationsModule,
    InstagramModule,
    WorkspaceModule,
    MongooseModule.forFeature([
      { name: AUTOMATION_INSTANCES, schema: automationInstanceSchema },
      { name: AUTOMATION_SESSIONS, schema: automationSessionSchema },
    ]),
  ],
  controllers: [AutomationInstancesController, AutomationAdminController],
  providers: [
    ActiveAutomations,
    CountedAutomations,
    InstanceLedger,
    AutomationInstancesService,
    AutomationTurnHandler,
    SessionJournal,
    AutomationPersonalData,
    AutomationInstancesRepository,
    AutomationSessionsRepository,
  ],
  exports: [AutomationInstancesService],
})
export class AutomationModule {}
