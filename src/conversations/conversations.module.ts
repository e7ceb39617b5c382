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
import { DoneMarks } from './done-marks.service';
import { Doorbell } from './doorbell.service';
import { EchoJudge } from './echo-judge.service';
import { ErasedLanes } from './erased-lanes.service';
import { EventParking } from './event-parking.service';
import { FindEditedMessages } from './find-edited-messages.job';
import { ForgetRawWebhooks } from './forget-raw.job';
import { HoldNotices } from './hold-notices.service';
import { Holds } from './holds.service';
import { InboxFacade } from './inbox.facade';
import { GroupedInboxWriter, InboxWriter } from './inbox-writer.service';
import { LaneEvents } from './lane-events.service';
import { LanesProcessor } from './lanes.processor';
import { LaneOutlooks } from './lane-outlooks.service';
import { LaneTurns } from './lane-turns.service';
import { LaneWork } from './lane-work.service';
import { MessageCare } from './message-care.service';
import { AttentionFacade } from './desk/attention.facade';
import { DeskFacade } from './desk/desk.facade';
import { MessageTimeline } from './message-timeline';
import { DESK_CONTROLLERS, DESK_MODELS, DESK_PROVIDERS } from './desk/desk.providers';
import { MessageMedia } from './message-media.facade';
import { MessageVoices } from './message-voices.facade';
import { MessageRetention } from './message-retention';
import { MessageFacts } from './message-facts.facade';
import { MessagesController } from './messages.controller';
import { MessagesService } from './messages.service';
import { WritingFacade } from './writing.facade';
import { OutboxAttendant } from './outbox-attendant.service';
import { OutboxSender } from './outbox-sender.service';
import { ParkedAdminController } from './parked.admin.controller';
import { ParkedSends } from './parked-sends.service';
import { ParkedService } from './parked.service';
import { ParticipantProfiles } from './participant-profiles.facade';
import { PathMetrics } from './path-metrics.service';
import { ReadReceipts } from './read-receipts.service';
import { ReceivedEventsAdminController } from './received-events.admin.controller';
import { ReceivedEvents } from './received-events.service';
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
import { SendReadinessService } from './send-readiness.service';
import { SendNews } from './send-news.service';
import { SendResults } from './send-results.service';
import { SendStandings } from './send-standings.service';
import { ShownMessages } from './shown-messages.service';
import { Signals } from './signals.service';
import { RingDueLanes } from './sweep.job';
import { TaskRunner } from './task-runner.service';
import { TellLostSends } from './tell-lost-sends.job';
import { ThreadRows } from './thread-rows.service';
import { TurnCommitter } from './turn-committer.service';
import { TurnDecider } from './turn-decider.service';
import { TurnListeners } from './turn-listeners.service';
import { TurnRecorder } from './turn-recorder.service';
import { TurnRunner } from './turn-runner.service';
import { UnknownResolver } from './unknown-resolver.service';
import { UntoldSends } from './untold-sends';

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
