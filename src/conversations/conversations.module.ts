import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CrmModule } from '../crm';
import { Contributions } from '../shared/kernel';
import { AuditTrailModule } from '../shared/observability';
import { ScheduledJob } from '../shared/schedule';
import { WorkspaceModule } from '../workspace';
import { ConversationsAdminController } from './conversations.admin.controller';
import { ConversationsController } from './conversations.controller';
import { ConversationsPersonalData } from './conversations.personal-data';
import { ConversationsFacade } from './conversations.facade';
import { ConversationsService } from './conversations.service';
import { DoneMarks } from './turns/done-marks.service';
import { Doorbell } from './turns/doorbell.service';
import { EchoJudge } from './turns/echo-judge.service';
import { ErasedLanes } from './receiving/erased-lanes.service';
import { EventParking } from './parking/event-parking.service';
import { FindEditedMessages } from './messages/find-edited-messages.job';
import { ForgetRawWebhooks } from './receiving/forget-raw.job';
import { HoldNotices } from './turns/hold-notices.service';
import { Holds } from './turns/holds.service';
import { InboxFacade } from './receiving/inbox.facade';
import { GroupedInboxWriter, InboxWriter } from './receiving/inbox-writer.service';
import { LaneEvents } from './receiving/lane-events.service';
import { LanesProcessor } from './turns/lanes.processor';
import { LaneOutlooks } from './turns/lane-outlooks.service';
import { LaneTurns } from './turns/lane-turns.service';
import { LaneWork } from './turns/lane-work.service';
import { MessageCare } from './messages/message-care.service';
import { AttentionFacade } from './desk/attention.facade';
import { DeskFacade } from './desk/desk.facade';
import { MessageTimeline } from './messages/message-timeline';
import { DESK_CONTROLLERS, DESK_MODELS, DESK_PROVIDERS } from './desk/desk.providers';
import { MessageMedia } from './messages/message-media.facade';
import { MessageVoices } from './messages/message-voices.facade';
import { MessageRetention } from './messages/message-retention';
import { MessageFacts } from './messages/message-facts.facade';
import { MessagesController } from './messages/messages.controller';
import { MessagesService } from './messages/messages.service';
import { WritingFacade } from './writing.facade';
import { OutboxAttendant } from './sending/outbox-attendant.service';
import { OutboxSender } from './sending/outbox-sender.service';
import { ParkedAdminController } from './parking/parked.admin.controller';
import { ParkedSends } from './parking/parked-sends.service';
import { ParkedService } from './parking/parked.service';
import { ParticipantProfiles } from './participant-profiles.facade';
import { PathMetrics } from './turns/path-metrics.service';
import { ReadReceipts } from './sending/read-receipts.service';
import { ReceivedEventsAdminController } from './receiving/received-events.admin.controller';
import { ReceivedEvents } from './receiving/received-events.service';
import { AttentionRepository } from './repositories/attention.repository';
import { ConversationsRepository } from './repositories/conversations.repository';
import { ErasedLanesRepository } from './repositories/erased-lanes.repository';
import { InboxRepository } from './repositories/inbox.repository';
import { LaneRepository } from './repositories/lane.repository';
import { MessageMediaRepository } from './repositories/message-media.repository';
import { MessageMarksRepository } from './repositories/message-marks.repository';
import { MessageVoicesRepository } from './repositories/message-voices.repository';
import { MessagesRepository } from './repositories/messages.repository';
import { OutboxRepository } from './repositories/outbox.repository';
import { ParticipantProfilesRepository } from './repositories/participant-profiles.repository';
import { CONVERSATIONS, conversationSchema } from './schemas/conversation.schema';
import { ERASED_LANES, erasedLaneSchema } from './schemas/erased-lane.schema';
import { INBOX_EVENTS, inboxEventSchema } from './schemas/inbox-event.schema';
import { MESSAGE_MARKS, messageMarkSchema } from './schemas/message-mark.schema';
import { MESSAGES, messageSchema } from './schemas/message.schema';
import { SendReadinessService } from './sending/send-readiness.service';
import { SendNews } from './sending/send-news.service';
import { SendResults } from './sending/send-results.service';
import { SendStandings } from './sending/send-standings.service';
import { ShownMessages } from './messages/shown-messages.service';
import { Signals } from './sending/signals.service';
import { RingDueLanes } from './turns/sweep.job';
import { TaskRunner } from './turns/task-runner.service';
import { TellLostSends } from './sending/tell-lost-sends.job';
import { ThreadRows } from './messages/thread-rows.service';
import { TurnCommitter } from './turns/turn-committer.service';
import { TurnDecider } from './turns/turn-decider.service';
import { TurnListeners } from './turns/turn-listeners.service';
import { TurnRecorder } from './turns/turn-recorder.service';
import { TurnRunner } from './turns/turn-runner.service';
import { UnknownResolver } from './sending/unknown-resolver.service';
import { UntoldSends } from './sending/untold-sends';

const REPOSITORIES = [
  AttentionRepository,
  ConversationsRepository,
  ErasedLanesRepository,
  InboxRepository,
  LaneRepository,
  MessageFacts,
  MessageMarksRepository,
  MessageMediaRepository,
  MessageVoicesRepository,
  MessagesRepository,
  OutboxRepository,
  ParticipantProfilesRepository,
];
const INBOX = [
  { provide: InboxWriter, useClass: GroupedInboxWriter },
  InboxFacade,
  ReadReceipts,
  Doorbell,
  DoneMarks,
  LaneEvents,
  HoldNotices,
  Holds,
  ErasedLanes,
];
const TURNS = [
  TurnRunner,
  TurnCommitter,
  TurnDecider,
  TurnListeners,
  TurnRecorder,
  EchoJudge,
  EventParking,
  LaneTurns,
  ThreadRows,
];
const SENDS = [
  SendReadinessService,
  OutboxSender,
  OutboxAttendant,
  SendNews,
  SendResults,
  TellLostSends,
  UnknownResolver,
  UntoldSends,
];
const WORK = [LanesProcessor, LaneWork, TaskRunner, RingDueLanes, ForgetRawWebhooks, FindEditedMessages, PathMetrics];
const PEOPLE = [
  ConversationsService,
  MessagesService,
  MessageCare,
  Signals,
  ShownMessages,
  ReceivedEvents,
  WritingFacade,
  ParkedSends,
  ParkedService,
  ConversationsFacade,
  LaneOutlooks,
  SendStandings,
  MessageMedia,
  MessageVoices,
  ParticipantProfiles,
  MessageRetention,
  ConversationsPersonalData,
];

const DESK = [...DESK_PROVIDERS, AttentionFacade];

@Module({
  imports: [
    AuditTrailModule,
    CrmModule,
    WorkspaceModule,
    MongooseModule.forFeature([
      { name: CONVERSATIONS, schema: conversationSchema },
      { name: INBOX_EVENTS, schema: inboxEventSchema },
      { name: MESSAGES, schema: messageSchema },
      { name: MESSAGE_MARKS, schema: messageMarkSchema },
      { name: ERASED_LANES, schema: erasedLaneSchema },
      ...DESK_MODELS,
    ]),
  ],
  controllers: [
    ConversationsController,
    ConversationsAdminController,
    MessagesController,
    ParkedAdminController,
    ReceivedEventsAdminController,
    ...DESK_CONTROLLERS,
  ],
  providers: [...REPOSITORIES, ...INBOX, ...TURNS, ...SENDS, ...WORK, ...PEOPLE, ...DESK, MessageTimeline],
  exports: [
    AttentionFacade,
    ConversationsFacade,
    DeskFacade,
    ErasedLanes,
    InboxFacade,
    LaneOutlooks,
    LanesProcessor,
    MessageFacts,
    MessageMedia,
    MessageVoices,
    ParticipantProfiles,
    SendStandings,
    WritingFacade,
  ],
})
export class ConversationsModule implements OnModuleInit {
  constructor(
    private readonly contributions: Contributions,
    private readonly ringDueLanes: RingDueLanes,
  ) {}

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this.ringDueLanes);
  }
}
