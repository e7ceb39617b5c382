import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';

/**
 * pending: decided, not settled yet · sent: Instagram took it · failed: it would not · skipped: nothing was sent, for
 * `reason`.
 */
export const COMMENT_REPLY_STATUSES = ['pending', 'sent', 'failed', 'skipped'] as const;
export type CommentReplyStatus = (typeof COMMENT_REPLY_STATUSES)[number];

/** posting: begun, and perhaps done: Instagram is asked before it is tried again. */
export interface PublicReply {
  taskId: string;
  text: string;
  status: 'posting' | 'posted' | 'failed';
  /** The comment that it became. */
  replyId?: string;
  error?: string;
  at: Date;
}

/** One decision about answering a comment privately; what came of it; and the public answer, if there was one. */
export interface CommentDmLogRow {
  /** Hash of account and comment: there is one decision about a comment. */
  _id: string;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  conversationId: ConversationId;
  commentId: string;
  commenterId: string;
  commenterUsername?: string;
  /** Absent where only the send is known: a person answered a comment that Parley was not told of. */
  commentText?: string;
  mediaId?: string;
  adId?: string;
  isLive?: boolean;
  commentedAt?: Date;
  /** The automation that decided; absent when a person did. */
  instanceId?: string;
  status: CommentReplyStatus;
  /** Of what failed or was skipped: a code. */
  reason?: string;
  /** The reason in words, where Instagram gave some. */
  message?: string;
  /** Of the message, once it is decided what it says. */
  sendId?: string;
  dmText?: string;
  dmMessageId?: string;
  publicReply?: PublicReply;
  /** Instagram takes a private reply until then. */
  permittedUntil?: Date;
  /** When it is looked up what became of it; null once that is known. */
  checkAt: Date | null;
  settledAt?: Date;
  createdAt: Date;
  /** Reports are to count it, or to count it anew. */
  folded?: CountMark;
}

export const COMMENT_DM_LOGS = 'commentDmLogs';

export const commentDmLogSchema = new Schema<CommentDmLogRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    accountId: { type: String, required: true },
    conversationId: { type: String, required: true },
    commentId: { type: String, required: true },
    commenterId: String,
    commenterUsername: String,
    commentText: String,
    mediaId: String,
    adId: String,
    isLive: Boolean,
    commentedAt: Date,
    instanceId: String,
    status: { type: String, required: true },
    reason: String,
    message: String,
    sendId: String,
    dmText: String,
    dmMessageId: String,
    publicReply: Schema.Types.Mixed,
    permittedUntil: Date,
    checkAt: Date,
    settledAt: Date,
    createdAt: Date,
    folded: Schema.Types.Mixed,
  },
  { collection: COMMENT_DM_LOGS, versionKey: false, minimize: false },
);

export const commentDmLogIndexes: IndexDeclaration[] = [
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the log of a workspace, newest first, by cursor, and forgetting what is too old',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'the log in one status',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, mediaId: 1, createdAt: -1, _id: -1 },
    options: { name: 'media-newest' },
    serves: 'the log of one post',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, accountId: 1, status: 1, permittedUntil: 1 },
    options: { name: 'waiting' },
    serves: 'how many replies of an account wait, and until when they may be sent',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, accountId: 1, status: 1, settledAt: 1 },
    options: { name: 'settled' },
    serves: 'how many replies of an account were sent lately',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { checkAt: 1 },
    options: { name: 'unsettled', partialFilterExpression: { checkAt: { $type: 'date' } } },
    serves: 'the job that finds out what became of replies',
  },
  {
    collection: COMMENT_DM_LOGS,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of_conversation' },
    serves: 'erasing and exporting what is held of a person',
  },
  waitingIndex(COMMENT_DM_LOGS),
];
