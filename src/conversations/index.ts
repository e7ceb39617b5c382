export { type AccountState, Channel, type SendOutcome, type SendRequest, type ThreadMessage } from './channel.port';
export { ConversationsFacade } from './conversations.facade';
export { ConversationsModule } from './conversations.module';
export type {
  ChannelEvent,
  EchoReceived,
  MessageReceived,
  PostbackReceived,
  SeenReceived,
} from './domain/channel-event';
export type { Attachment, MessageButton, OutgoingContent, QuickReply } from './domain/content';
export type {
  Json,
  JsonObject,
  LaneView,
  SendDraft,
  TaskDraft,
  TaskOutcome,
  TimerDraft,
  TurnDecision,
  TurnEvent,
  TurnInput,
} from './domain/turn';
export { ErasedLanes } from './erased-lanes.service';
export { type Accepted, InboxFacade, type IncomingItem } from './inbox.facade';
export { LanesProcessor } from './lanes.processor';
export { TurnHandler } from './turn-handler.port';
