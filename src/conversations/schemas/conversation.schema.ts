import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { OutgoingContent } from '../domain/content';
import type { ParticipantProfile } from '../domain/participant-profile';
import type { JsonObject, MessageAuthor } from '../domain/turn';

/** Who may act on a conversation. `fence` grows with every new owner; a write of an older fence is refused. */
export interface Lease {
  owner: string | null;
  fence: number;
  until: Date;
}

/** Bot silent until `until`. Its id marks the sends that belong to the decision which set it. */
export interface Hold {
  id: string;
  until: Date;
  reason: string;
  /** Ended by a person before its time; `until` says when. */
  endedEarly?: true;
  /** What ends it early: the effect that opened an escalation, say. */
  sourceId?: string;
  userId?: UserId;
}

export type SendOrigin = 'bot' | 'person';
/** Who is served first when an account's budget is short: people, then answers, then what the bot says of its own accord. */
export type SendPriority = 'person' | 'reply' | 'follow-up';
export type OutboxStatus = 'pending' | 'sending' | 'unknown';

export interface Claim {
  id: string;
  owner: string;
  /** Database time. */
  at: Date;
  /** No POST starts later than this. */
  deadline: Date;
}

export interface OutboxEntry {
  /** The effect's id; unique for ever. */
  id: string;
  origin: SendOrigin;
  userId?: UserId;
  content: OutgoingContent;
  status: OutboxStatus;
  /** pending: try from then on · sending: the deadline · unknown: read the thread then. */
  dueAt: Date;
  claim: Claim | null;
  /** Refusals so far that may be retried. */
  attempts: number;
  /** Reads of the thread that did not show it. */
  absentReads: number;
  failedReads: number;
  /** The hold that this send may pass, because the same decision set it. */
  passesHoldId?: string;
  /** May go out until then, whatever the window says: an answer to a comment. */
  permittedUntil?: Date;
  /** The person's last message when it was decided: sent, it answers all up to that one. */
  answers?: Date;
  /** It is never sent, and fails for this. */
  refusal?: { code: string; message: string };
  /** What wrote it, when it was not a member. */
  author?: MessageAuthor;
  priority?: SendPriority;
  correlationId: string;
  createdAt: Date;
}

export interface TaskEntry {
  id: string;
  kind: string;
  input: JsonObject;
  dueAt: Date;
  attempts: number;
  correlationId: string;
}

export interface TimerEntry {
  id: string;
  dueAt: Date;
  data: JsonObject;
  /** What a member has written ahead: when it is due, it is their message, and no event of the TurnHandler's. */
  send?: ScheduledSend;
}

export interface ScheduledSend {
  content: OutgoingContent;
  userId?: UserId;
  createdAt: Date;
}

export const CONVERSATION_STATUSES = ['open', 'snoozed', 'closed'] as const;
/** snoozed: open again at `snoozedUntil` · both others: open again as soon as the person writes. */
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

/** Of the contact's revision: conversations are filtered by it. */
export interface MirroredContact {
  revision: number;
  tags: string[];
  stage: string;
  /** What conversations with the contact have reached. */
  goals: string[];
}

/** An event that a commit has applied. `parked` keeps the reason until the event's own row says it. */
export interface ConsumedEvent {
  id: string;
  at: Date;
  parked?: string;
}

/** The one hot document of a conversation: everything that a turn decides on and changes in one update. */
export interface ConversationRow {
  _id: ConversationId;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
  /** Hidden, without a window, until the person writes. */
  shadow: boolean;
  contactId: ContactId | null;
  participant: { name?: string; username?: string };
  /** As the channel showed the person last; absent as long as it never did. */
  profile?: ParticipantProfile;
  /** Until then the person is not asked for again. */
  profileFreshUntil?: Date;
  /** When the channel is to be asked who the person is. */
  profileDueAt?: Date | null;

  lease: Lease;
  /** Grows with every commit and every act of a person that must stop a turn under way. */
  turnVersion: number;
  /** Grows with every change that is told, so that of two that overtook each other the later shows. Absent in old rows. */
  revision?: number;
  /** Database time of the last commit; a find that may be older than it is discarded. */
  lastCommitAt: Date;
  /** Turns begun since the last commit or clean release; from the second on an event may be the culprit. */
  turnsBegun: number;
  attempts: { id: string; count: number }[];
  state: JsonObject | null;
  outbox: OutboxEntry[];
  tasks: TaskEntry[];
  timers: TimerEntry[];
  /** Earliest of what the head of the outbox, the tasks and the timers wait for. */
  workDueAt: Date | null;
  consumed: ConsumedEvent[];

  hold: Hold | null;
  optedOut: boolean;
  /** Platform time of the last act of the person that lets the account write; the window counts from there. */
  lastInboundAt: Date | null;
  /** Platform time of their last message or tap: later turns do not answer what is older. Absent in old rows. */
  lastWrittenAt?: Date | null;
  participantSeenAt: Date | null;
  /** `id`: absent in old rows. */
  lastMessage: { id?: string; text: string; at: Date; direction: 'in' | 'out' } | null;
  lastActivityAt: Date;
  unread: number;
  createdAt: Date;

  status: ConversationStatus;
  snoozedUntil: Date | null;
  assigneeId: UserId | null;
  /** Set while an escalation is open. */
  needsHuman: boolean;
  /** Whether `unread` is more than 0: to be asked for by an index. */
  isUnread: boolean;
  /** Platform time of the person's first message that nobody, and no bot, has answered. */
  waitingSince: Date | null;
  /** Since then what comes is stored and never answered, and nothing goes out. */
  blockedAt: Date | null;
  contact: MirroredContact;
  /** Beginnings of the person's names. */
  searchTerms: string[];
  /** Timers of scheduled sends that were cancelled lately: one that fires all the same sends nothing. */
  calledOff: string[];
  /** An event of the turn that last opened it again. Absent in old rows. */
  reopenedBy?: string | null;
  /** Merges of contacts that brought the conversation to its contact. */
  mergedBy?: string[];
}

/** All but the ring of consumed ids, which only the beginning of a turn reads and which may be most of its bytes. */
export type ConversationState = Omit<ConversationRow, 'consumed'>;
export const WITHOUT_RING = { consumed: 0 } as const;

export const CONVERSATIONS = 'conversations';

const json = Schema.Types.Mixed;

export const conversationSchema = new Schema<ConversationRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    accountId: { type: String, required: true },
    participantId: { type: String, required: true },
    shadow: Boolean,
    contactId: String,
    participant: json,
    profile: json,
    profileFreshUntil: Date,
    profileDueAt: Date,
    lease: json,
    turnVersion: Number,
    revision: Number,
    lastCommitAt: Date,
    turnsBegun: Number,
    attempts: [json],
    state: json,
    outbox: [json],
    tasks: [json],
    timers: [json],
    workDueAt: Date,
    consumed: [json],
    hold: json,
    optedOut: Boolean,
    lastInboundAt: Date,
    lastWrittenAt: Date,
    participantSeenAt: Date,
    lastMessage: json,
    lastActivityAt: Date,
    unread: Number,
    createdAt: Date,
    status: String,
    snoozedUntil: Date,
    assigneeId: String,
    needsHuman: Boolean,
    isUnread: Boolean,
    waitingSince: Date,
    blockedAt: Date,
    contact: json,
    searchTerms: [String],
    calledOff: [String],
    reopenedBy: String,
    mergedBy: { type: [String], default: undefined },
  },
  { collection: CONVERSATIONS, versionKey: false, minimize: false },
);

export const conversationIndexes: IndexDeclaration[] = [
  {
    collection: CONVERSATIONS,
    // Of those who only comment there may be thousands, and the list shows none of them.
    key: { workspaceId: 1, shadow: 1, lastActivityAt: -1, _id: -1 },
    options: { name: 'inbox_shown' },
    serves: 'the inbox of a workspace, newest first, by cursor',
  },
  {
    collection: CONVERSATIONS,
    key: { workspaceId: 1, accountId: 1, _id: 1 },
    options: { name: 'of_account' },
    serves: 'the conversations of an account whose owner has its data deleted',
  },
  {
    collection: CONVERSATIONS,
    key: { workDueAt: 1 },
    options: { name: 'work_due', partialFilterExpression: { workDueAt: { $type: 'date' } } },
    serves: 'the sweep for sends, tasks and timers that are due',
  },
  {
    collection: CONVERSATIONS,
    key: { profileDueAt: 1 },
    options: { name: 'profile_due', partialFilterExpression: { profileDueAt: { $type: 'date' } } },
    serves: 'the job that asks the channel who people are',
  },
];
