export { type AccountState, Channel, type SendOutcome, type SendRequest, type ThreadMessage } from './channel.port';
export { ConversationsFacade, type LaneOrder, type LaneStanding } from './conversations.facade';
export { conversationNotFound } from './conversations.errors';
export { ConversationsModule } from './conversations.module';
export type {
  ChannelEvent,
  EchoReceived,
  MessageReceived,
  PostbackReceived,
  SeenReceived,
} from './domain/channel-event';
export type { Attachment, MessageButton, OutgoingContent, QuickReply } from './domain/content';
export {
  type DecidedEvent,
  type Json,
  type JsonObject,
  LANE_COMMANDS,
  type LaneCommand,
  type LaneView,
  type SendDraft,
  type TaskDraft,
  type TaskOutcome,
  type TimerDraft,
  type TurnDecision,
  type TurnEvent,
  type TurnInput,
} from './domain/turn';
export type { ShownMessage } from './domain/shown-message';
export { ErasedLanes } from './erased-lanes.service';
export { type Accepted, InboxFacade, type IncomingItem } from './inbox.facade';
export { LanesProcessor } from './lanes.processor';
export { type TurnChange, TurnHandler } from './turn-handler.port';
