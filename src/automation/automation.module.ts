import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { EscalationsModule } from '../escalations';
import { FlowsModule } from '../flows';
import { InstagramModule } from '../instagram';
import { KnowledgeModule } from '../knowledge';
import { HttpFetchModule } from '../shared/providers/http-fetch';
import { WorkspaceModule } from '../workspace';
import { CrmModule } from '../crm';
import { ActiveAutomations } from './instances/active-automations';
import { AutomationPlatform } from './automation-platform';
import { AutomationFigures } from './instances/automation-figures.service';
import { AutomationPersonalData } from './automation.personal-data';
import { SessionsTimeline } from './sessions/sessions-timeline';
import { AutomationInstancesController } from './instances/automation-instances.controller';
import { AutomationInstancesService } from './instances/automation-instances.service';
import { AutomationSessionsController } from './sessions/automation-sessions.controller';
import { AutomationSessions } from './sessions/automation-sessions.service';
import { AutomationTurnHandler } from './turns/automation-turn-handler';
import { CommentJournal } from './comments/comment-journal.service';
import { ConversationAutomationController } from './sessions/conversation-automation.controller';
import { CountedAutomations } from './instances/counted-automations';
import { ConversationMemory } from './ai/conversation-memory';
import { ConversationSummariesRepository } from './ai/repositories/conversation-summaries.repository';
import { CONVERSATION_SUMMARIES, conversationSummarySchema } from './ai/schemas/conversation-summary.schema';
import { ASSIST_CONTROLLERS, ASSIST_PROVIDERS } from './assist';
import { DRAFT_CONTROLLERS, DRAFT_MODELS, DRAFT_PROVIDERS } from './drafts';
import { EXECUTOR_PROVIDERS } from './executors';
import { FOLLOWUP_CONTROLLERS, FOLLOWUP_MODELS, FOLLOWUP_PROVIDERS } from './followups';
import { InstanceFollowers } from './instances/instance-followers';
import { InstanceLedger } from './instances/instance-ledger.service';
import { InstanceVersions } from './instances/instance-versions';
import { AutomationIntentsAdminController } from './intents/automation-intents.admin.controller';
import { AutomationIntentsController } from './intents/automation-intents.controller';
import { AutomationIntents } from './intents/automation-intents.service';
import { AutomationFiguresRepository } from './repositories/automation-figures.repository';
import { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import { AutomationIntentsRepository } from './repositories/automation-intents.repository';
import { AiReplyFacts } from './ai-reply-facts.facade';
import { FollowupFacts } from './followups/followup-facts.facade';
import { AutomationSessionsRepository } from './repositories/automation-sessions.repository';
import { SessionFacts } from './sessions/session-facts.facade';
import { TurnRecordsRepository } from './repositories/turn-records.repository';
import { RunnableFlows } from './instances/runnable-flows';
import { AUTOMATION_INSTANCES, automationInstanceSchema } from './schemas/automation-instance.schema';
import { AUTOMATION_INTENTS, automationIntentSchema } from './schemas/automation-intent.schema';
import { AUTOMATION_SESSIONS, automationSessionSchema } from './schemas/automation-session.schema';
import { TURN_RECORDS, turnRecordSchema } from './schemas/turn-record.schema';
import { SessionJournal } from './sessions/session-journal';
import { SessionOrders } from './sessions/session-orders.service';
import { ReplyDrafts } from './drafts/reply-drafts.service';
import { SessionReplays } from './sessions/session-replay.service';
import { SIMULATOR_CONTROLLERS, SIMULATOR_MODELS, SIMULATOR_PROVIDERS } from './simulator';
import { Timeline } from './turns/timeline.service';
import { TurnJournal } from './turns/turn-journal';
import { TurnRecordRetention } from './turns/turn-record-retention';
import { TurnRecording } from './turns/turn-recording';
import { TurnSurroundings } from './turns/turn-surroundings';
import { AutomationAdminController } from './automation.admin.controller';

@Module({
  imports: [
    FlowsModule,
    EscalationsModule,
    InstagramModule,
    WorkspaceModule,
    CrmModule,
    ConversationsModule,
    HttpFetchModule,
    KnowledgeModule,
    MongooseModule.forFeature([
      { name: AUTOMATION_INSTANCES, schema: automationInstanceSchema },
      { name: AUTOMATION_INTENTS, schema: automationIntentSchema },
      { name: AUTOMATION_SESSIONS, schema: automationSessionSchema },
      { name: TURN_RECORDS, schema: turnRecordSchema },
      ...SIMULATOR_MODELS,
      ...DRAFT_MODELS,
      ...FOLLOWUP_MODELS,
      { name: CONVERSATION_SUMMARIES, schema: conversationSummarySchema },
    ]),
  ],
  controllers: [
    AutomationInstancesController,
    AutomationIntentsController,
    AutomationIntentsAdminController,
    AutomationAdminController,
    AutomationSessionsController,
    ConversationAutomationController,
    ...SIMULATOR_CONTROLLERS,
    ...DRAFT_CONTROLLERS,
    ...ASSIST_CONTROLLERS,
    ...FOLLOWUP_CONTROLLERS,
  ],
  providers: [
    ActiveAutomations,
    CountedAutomations,
    InstanceLedger,
    InstanceFollowers,
    InstanceVersions,
    AutomationInstancesService,
    AutomationFigures,
    AutomationIntents,
    AutomationTurnHandler,
    ...EXECUTOR_PROVIDERS,
    AutomationPlatform,
    RunnableFlows,
    TurnSurroundings,
    CommentJournal,
    SessionJournal,
    AutomationSessions,
    SessionOrders,
    SessionReplays,
    Timeline,
    TurnJournal,
    TurnRecording,
    TurnRecordRetention,
    TurnRecordsRepository,
    AutomationPersonalData,
    SessionsTimeline,
    AutomationInstancesRepository,
    AutomationFiguresRepository,
    AutomationIntentsRepository,
    AutomationSessionsRepository,
    AiReplyFacts,
    FollowupFacts,
    SessionFacts,
    ...SIMULATOR_PROVIDERS,
    ...DRAFT_PROVIDERS,
    ...ASSIST_PROVIDERS,
    ...FOLLOWUP_PROVIDERS,
    ConversationSummariesRepository,
    ConversationMemory,
  ],
  exports: [AiReplyFacts, FollowupFacts, SessionFacts, AutomationInstancesService, AutomationIntents, ReplyDrafts],
})
export class AutomationModule {}
