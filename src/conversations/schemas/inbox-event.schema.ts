import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { ChannelEvent, SeenReceived } from '../domain/channel-event';
import type { OutgoingContent } from '../domain/content';
import type { JsonObject, LaneCommand, TaskOutcome } from '../domain/turn';

/** A member writes to the participant. */
export interface PersonSend {
  kind: 'person-send';
  content: OutgoingContent;
  userId?: UserId;
  /** Replaces a parked send: the row that it settles. */
  replaysMessageId?: string;
  /** Written ahead: the timer that brought it. */
  timerId?: string;
  /** The newest message that its author knew; when another has come since, it is not sent. */
  expectedLastMessageId?: string;
}

export interface TimerFired {
  kind: 'timer';
  timerId: string;
  data: JsonObject;
}

export interface TaskFinished {
  kind: 'task-result';
  taskId: string;
  taskKind: string;
  outcome: TaskOutcome;
}

/** What somebody wants of the automation; what `data` holds is between the handler and who asked. */
export interface CommandGiven {
  kind: 'command';
  command: LaneCommand;
  data: JsonObject;
}

/** A person has held the conversation, or has ended its hold; the conversation itself says which. */
export interface HoldChanged {
  kind: 'hold';
}

/** What the voice notes of a message say; empty when nobody can tell. */
export interface TranscriptMade {
  kind: 'transcript';
  messageId: string;
  text: string;
}

/** Well signed, but of a kind (or for an account) that Parley does not know: kept for an admin to look at. */
export interface Unrecognised {
  kind: 'unrecognised';
  reason: string;
  /** JSON text: names and depth may be such that no database takes them as they came. */
  raw: string;
}

export type LaneEventPayload =
  | Exclude<ChannelEvent, SeenReceived>
  | PersonSend
  | TimerFired
  | TaskFinished
  | CommandGiven
  | HoldChanged
  | TranscriptMade;
export type InboxPayload = LaneEventPayload | SeenReceived | Unrecognised;

/** pending: a turn will take it · receipt: a read receipt to be folded · the others are final, but for a parked one. */
export type InboxStatus = 'pending' | 'receipt' | 'done' | 'parked' | 'ignored' | 'replayed' | 'discarded';

export interface InboxEventRow {
  /** Hash of account and dedupe key, so that a duplicate key error is "already seen". */
  _id: string;
  workspaceId: WorkspaceId | null;
  accountId: AccountId | null;
  conversationId: ConversationId | null;
  participantId: string | null;
  status: InboxStatus;
  payload: InboxPayload;
  /** The item as the platform delivered it, as JSON text; kept for as long as the installation says. */
  raw?: string;
  platformAt: Date;
  receivedAt: Date;
  /** Place in its batch: orders events that arrived in the same millisecond. */
  sequence: number;
  correlationId: string;
  parked?: { reason: string; at: Date };
  doneAt?: Date;
}

export type LaneEvent = InboxEventRow & {
  payload: LaneEventPayload;
  conversationId: ConversationId;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
};

export const INBOX_EVENTS = 'inboxEvents';

/** Meta repeats deliveries for at most 36 hours; a week more leaves room for replays by hand. */
const DONE_TTL_SECONDS = 8 * 24 * 3600;

const json = Schema.Types.Mixed;

export const inboxEventSchema = new Schema<InboxEventRow>(
  {
    _id: String,
    workspaceId: String,
    accountId: String,
    conversationId: String,
    participantId: String,
    status: { type: String, required: true },
    payload: json,
    raw: String,
    platformAt: Date,
    receivedAt: Date,
    sequence: Number,
    correlationId: String,
    parked: json,
    doneAt: Date,
  },
  { collection: INBOX_EVENTS, versionKey: false, minimize: false },
);

export const inboxEventIndexes: IndexDeclaration[] = [
  {
    collection: INBOX_EVENTS,
    key: { conversationId: 1, platformAt: 1, receivedAt: 1, sequence: 1 },
    options: { name: 'lane_pending', partialFilterExpression: { status: 'pending' } },
    serves: 'what is pending in one conversation, in order',
  },
  {
    collection: INBOX_EVENTS,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of_workspace' },
    serves: 'erasing what was received for a conversation or a workspace, whatever became of it',
  },
  {
    collection: INBOX_EVENTS,
    key: { receivedAt: 1 },
    options: { name: 'oldest_pending', partialFilterExpression: { status: 'pending' } },
    serves: 'the sweep for events that no doorbell announced, and the age of the oldest',
  },
  {
    collection: INBOX_EVENTS,
    key: { status: 1, receivedAt: 1 },
    options: { name: 'open_receipts', partialFilterExpression: { status: 'receipt' } },
    serves: 'the sweep for read receipts that were not folded',
  },
  {
    collection: INBOX_EVENTS,
    key: { status: 1, receivedAt: -1, _id: -1 },
    options: { name: 'parked', partialFilterExpression: { status: 'parked' } },
    serves: 'the list of parked events',
  },
  {
    collection: INBOX_EVENTS,
    // Without the status, which the filter fixes, since the key of the index above is taken.
    key: { receivedAt: -1, _id: -1 },
    options: { name: 'ignored', partialFilterExpression: { status: 'ignored' } },
    serves: 'the list of events that nobody recognised',
  },
  {
    collection: INBOX_EVENTS,
    key: { doneAt: 1 },
    options: { name: 'done_ttl', expireAfterSeconds: DONE_TTL_SECONDS },
    serves: 'forgetting events once no duplicate can come any more',
  },
];
