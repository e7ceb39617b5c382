import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { EscalationsModule } from '../escalations';
import { FlowsModule } from '../flows';
import { InstagramModule } from '../instagram';
import { ActiveAutomations } from './active-automations';
import { AutomationInstancesController } from './automation-instances.controller';
import { AutomationInstancesService } from './automation-instances.service';
import { AutomationTurnHandler } from './automation-turn-handler';
import { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import { AutomationSessionsRepository } from './repositories/automation-sessions.repository';
import { AUTOMATION_INSTANCES, automationInstanceSchema } from './schemas/automation-instance.schema';
import { AUTOMATION_SESSIONS, automationSessionSchema } from './schemas/automation-session.schema';

@Module({
  imports: [
    FlowsModule,
    EscalationsModule,
    InstagramModule,
    MongooseModule.forFeature([
      { name: AUTOMATION_INSTANCES, schema: automationInstanceSchema },
      { name: AUTOMATION_SESSIONS, schema: automationSessionSchema },
    ]),
  ],
  controllers: [AutomationInstancesController],
  providers: [
    ActiveAutomations,
    AutomationInstancesService,
    AutomationTurnHandler,
    AutomationInstancesRepository,
    AutomationSessionsRepository,
  ],
  exports: [AutomationInstancesService],
})
export class AutomationModule {}
