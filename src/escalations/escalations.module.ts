import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { AuditTrailModule } from '../shared/observability';
import { WorkspaceModule } from '../workspace';
import { AssigneesSink } from './assignees.sink';
import { AnswersSink } from './answers.sink';
import { EscalationAssignees } from './escalation-assignees.service';
import { EscalationClosing } from './escalation-closing.service';
import { EscalationEndingsController } from './escalation-endings.controller';
import { EscalationHandBack } from './escalation-hand-back.service';
import { EscalationLetters } from './escalation-letters.service';
import { EscalationMetrics } from './escalation-metrics';
import { EscalationOpener } from './escalation-opener.service';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationRecords } from './escalation-records.service';
import { EscalationRequests } from './escalation-requests.service';
import { EscalationWork } from './escalation-work.service';
import { EscalationsAdminController } from './escalations.admin.controller';
import { EscalationsController } from './escalations.controller';
import { EscalationsFacade } from './escalations.facade';
import { EscalationsPersonalData } from './escalations.personal-data';
import { EscalationsService } from './escalations.service';
import { EscalationsTimeline } from './escalations.timeline';
import { FindAnswersJob } from './find-answers.job';
import { ReleaseHoldsJob } from './release-holds.job';
import { EscalationFacts } from './escalation-facts.facade';
import { EscalationsRepository } from './repositories/escalations.repository';
import { ESCALATIONS, escalationSchema } from './schemas/escalation.schema';
import { SlaNews } from './sla-news.service';
import { SlaWatchJob } from './sla-watch.job';
import { Takeovers } from './takeovers.service';

const ACTS = [
  EscalationAssignees,
  EscalationOpener,
  EscalationRecords,
  EscalationRequests,
  EscalationWork,
  EscalationClosing,
  EscalationHandBack,
  EscalationLetters,
  SlaNews,
  Takeovers,
];
const JOBS = [ReleaseHoldsJob, SlaWatchJob, FindAnswersJob];
const CONTRIBUTED = [AnswersSink, AssigneesSink, EscalationMetrics, EscalationsPersonalData, EscalationsTimeline];

@Module({
  imports: [
    ConversationsModule,
    WorkspaceModule,
    AuditTrailModule,
    MongooseModule.forFeature([{ name: ESCALATIONS, schema: escalationSchema }]),
  ],
  controllers: [EscalationsController, EscalationEndingsController, EscalationsAdminController],
  providers: [
    EscalationsRepository,
    EscalationPolicy,
    EscalationsService,
    ...ACTS,
    ...JOBS,
    ...CONTRIBUTED,
    EscalationFacts,
    EscalationsFacade,
  ],
  exports: [EscalationFacts, EscalationsFacade],
})
export class EscalationsModule {}
