import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../shared/database';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Referral, StoryReference } from '../domain/channel-event';
import type { Attachment, OutgoingContent } from '../domain/content';
import type { MessageAuthor } from '../domain/turn';

/** participant: the customer · bot: a flow · person: a member through Parley · app: somebody in Instagram's own app. */
export type MessageOrigin = 'participant' | 'bot' | 'person' | 'app';
export type MessageStatus = 'received' | 'sent' | 'failed' | 'parked' | 'discarded';

/** What a row tells when it is no message. */
export type RowKind = 'comment' | 'mention' | 'referral' | 'optin' | 'thread_control';

/** The post, reel, broadcast or ad that a comment or a mention is about. */
export interface AboutMedia {
  mediaId: string;
  mediaType?: string;
  commentId?: string;
  parentId?: string;
  adId?: string;
  adTitle?: string;
  originalMediaId?: string;
  isLive?: boolean;
}

/** Why a message did not go out. */
export interface SendError {
  code: string;
  message: string;
  /** What a person can do about it. */
  advice?: string;
}

export interface MessageRow {
  /** Incoming and app-typed: the event's id. Sent by us: the effect's id. */
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  /** Absent: a message. */
  kind?: RowKind;
  direction: 'in' | 'out';
  origin: MessageOrigin;
  status: MessageStatus;
  /** The platform's id; absent while a send is parked or failed. */
  mid?: string;
  /** Set on rows that a send wrote, and only there. */
  effectId?: string;
  userId?: UserId;
  /** What wrote it, when it was a bot. */
  author?: MessageAuthor;
  /** Words of the text, as they are searched for. */
  terms?: string[];
  text: string;
  content?: OutgoingContent;
  attachments: Attachment[];
  quickReplyPayload?: string;
  postbackPayload?: string;
  replyTo?: { mid?: string; story?: StoryReference };
  referral?: Referral;
  about?: AboutMedia;
  /** Of an opt-in or a change of who may answer: the platform's own words. */
  details?: Record<string, string>;
  /** Something that the platform does not pass on. */
  isUnsupported?: true;
  /** Came while another app had the thread. */
  standby?: true;
  /** Read from the thread afterwards. */
  backfill?: 'gap' | 'history';
  /** Its author took it back: then it says nothing any more. */
  unsentAt?: Date;
  /** When its files are to be copied, or removed since it was unsent; absent when there is nothing to do. */
  mediaDueAt?: Date;
  mediaAttempts?: number;
  /** When its voice notes are to be transcribed; absent when there is nothing to do. */
  voiceDueAt?: Date;
  voiceAttempts?: number;
  /** Platform time of incoming ones, time of the result of outgoing ones. */
  at: Date;
  error?: SendError;
  correlationId: string;
  /** Reports are to count it, or to count it anew. */
  folded?: CountMark;
  /** The time by which reports have counted it, if they have and `at` is another one since. */
  formerAt?: Date;
}

export { messageTerms } from '../domain/message-terms';

export const MESSAGES = 'messages';

const json = Schema.Types.Mixed;

export const messageSchema = new Schema<MessageRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    accountId: String,
    kind: String,
    direction: String,
    origin: String,
    status: String,
    mid: String,
    effectId: String,
    userId: String,
    author: json,
    terms: { type: [String], default: undefined },
    text: String,
    content: json,
    attachments: [json],
    quickReplyPayload: String,
    postbackPayload: String,
    replyTo: json,
    referral: json,
    about: json,
    details: json,
    isUnsupported: Boolean,
    standby: Boolean,
    backfill: String,
    unsentAt: Date,
    mediaDueAt: Date,
    mediaAttempts: Number,
    voiceDueAt: Date,
    voiceAttempts: Number,
    at: Date,
    error: json,
    correlationId: String,
    folded: json,
    formerAt: Date,
  },
  { collection: MESSAGES, versionKey: false, minimize: false },
);

export const messageIndexes: IndexDeclaration[] = [
  {
    collection: MESSAGES,
    key: { conversationId: 1, at: -1, _id: -1 },
    options: { name: 'thread' },
    serves: 'the messages of a conversation, newest first, by cursor',
  },
  {
    collection: MESSAGES,
    key: { accountId: 1, mid: 1 },
    options: { name: 'own_mid', partialFilterExpression: { effectId: { $exists: true } } },
    serves: 'matching an echo with the send that it belongs to',
  },
  {
    collection: MESSAGES,
    key: { status: 1, at: -1, _id: -1 },
    options: { name: 'parked_sends', partialFilterExpression: { status: 'parked' } },
    serves: 'the list of parked sends',
  },
  {
    collection: MESSAGES,
    key: { workspaceId: 1, at: -1, _id: -1 },
    options: { name: 'undelivered', partialFilterExpression: { error: { $exists: true } } },
    serves: 'what did not go out lately in a workspace, for a person to look at',
  },
  {
    collection: MESSAGES,
    key: { conversationId: 1, status: 1, at: 1 },
    options: { name: 'parked_of_conversation', partialFilterExpression: { status: 'parked' } },
    serves: 'settling a parked send by a late echo',
  },
  {
    collection: MESSAGES,
    key: { mediaDueAt: 1 },
    options: { name: 'media_due', partialFilterExpression: { mediaDueAt: { $type: 'date' } } },
    serves: 'the job that copies files of messages',
  },
  {
    collection: MESSAGES,
    key: { voiceDueAt: 1 },
    options: { name: 'voice_due', partialFilterExpression: { voiceDueAt: { $type: 'date' } } },
    serves: 'the job that transcribes voice notes',
  },
  {
    collection: MESSAGES,
    key: { workspaceId: 1, at: 1 },
    options: { name: 'retention' },
    serves: 'forgetting the messages of a workspace that are too old',
  },
  {
    collection: MESSAGES,
    key: { workspaceId: 1, terms: 1, at: -1, _id: -1 },
    options: { name: 'words' },
    serves: 'messages of a workspace by their words, newest first',
  },
  waitingIndex(MESSAGES),
];
