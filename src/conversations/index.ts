export {
  type AccountState,
  Channel,
  type SendOutcome,
  type SendRequest,
  type SendSlot,
  type SendWish,
  type Signal,
  SIGNALS,
  type ThreadMessage,
} from './channel.port';
export { ConversationsFacade, type LaneOrder, type LaneStanding } from './conversations.facade';
export { conversationNotFound } from './conversations.errors';
export { ConversationsModule } from './conversations.module';
export type {
  ChannelEvent,
  CommentReceived,
  EchoReceived,
  EditReceived,
  MentionReceived,
  MessageReceived,
  OptinReceived,
  PostbackReceived,
  ReactionReceived,
  Referral,
  ReferralReceived,
  SeenReceived,
  StoryReference,
  ThreadControlChanged,
  UnsendReceived,
} from './domain/channel-event';
export {
  type Attachment,
  choicesOf,
  type ContactRequest,
  CONTENT_KINDS,
  MEDIA_TYPES,
  type MediaContent,
  type MediaType,
  type MessageButton,
  type MessageCard,
  type MessageChoice,
  type OutgoingContent,
  type PrivateReplyContent,
  type QuickReply,
  visibleTextOf,
} from './domain/content';
export {
  type CommentFacts,
  type DecidedEvent,
  type Json,
  type JsonObject,
  LANE_COMMANDS,
  type LaneCommand,
  type LaneView,
  type MessageAuthor,
  type Occasion,
  type SendDraft,
  type TaskAsker,
  type TaskDraft,
  type TaskOutcome,
  type ThreadFacts,
  type TimerDraft,
  type TurnDecision,
  type TurnEvent,
  type TurnInput,
} from './domain/turn';
export { eventOfTimer } from './domain/fired-timer';
export { PRIORITY_RANKS } from './domain/send-priority';
export type { ShownMessage } from './domain/shown-message';
export type { AssignmentOccasion } from './desk/inbox-settings';
export { AttentionFacade, type UndeliveredMessage, type WaitingPerson } from './desk/attention.facade';
export { DeskFacade } from './desk/desk.facade';
export { ErasedLanes } from './receiving/erased-lanes.service';
export { type Accepted, InboxFacade, type IncomingItem } from './receiving/inbox.facade';
export { type LaneOutlook, LaneOutlooks } from './turns/lane-outlooks.service';
export { LanesProcessor } from './turns/lanes.processor';
export {
  type CountedThread,
  type MessageFact,
  MessageFacts,
  type ReportedConversation,
  type ThreadFact,
} from './messages/message-facts.facade';
export { type SendRef, type SendStanding, SendStandings } from './sending/send-standings.service';
export { copiedTypeOf, saidIn, voicesIn } from './domain/message-media';
export { type AttachmentChange, type DueMedia, MessageMedia } from './messages/message-media.facade';
export { type DueVoice, MessageVoices, type VoiceChange } from './messages/message-voices.facade';
export type { ParticipantProfile } from './domain/participant-profile';
export { type DueProfile, ParticipantProfiles } from './participant-profiles.facade';
export { TextLanguage, type TextValues } from './text-language.port';
export { type TurnChange, TurnHandler } from './turn-handler.port';
export { WritingFacade } from './writing.facade';
