import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { CsvRow } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { GraphComment, GraphPage } from '../../shared/providers/meta-graph';
import type { ReplyProgress } from '../comments/comment-log.service';
import {
  COMMENT_REPLY_STATUSES,
  type CommentDmLogRow,
  type CommentReplyStatus,
} from '../schemas/comment-dm-log.schema';

const PUBLIC_REPLY_STATUSES = ['posting', 'posted', 'failed'] as const;

export class PublicReplyResponse {
  text: string;

  @ApiProperty({ enum: PUBLIC_REPLY_STATUSES })
  status: (typeof PUBLIC_REPLY_STATUSES)[number];

  /** The comment that it became. */
  commentId?: string;

  error?: string;
}

export class CommentReplyResponse {
  id: string;
  accountId: string;
  conversationId: string;
  commentId: string;
  commenterId: string;
  commenterUsername?: string;
  /** Absent when Parley was not told of the comment. */
  commentText?: string;
  mediaId?: string;
  commentedAt?: Date;
  /** Absent when a person answered. */
  automationId?: string;

  /** pending: decided, not out yet · sent · failed: Instagram refused it · skipped: nothing was sent, for `reason`. */
  @ApiProperty({ enum: COMMENT_REPLY_STATUSES })
  status: CommentReplyStatus;

  /**
   * Of a skipped one: `already_replied`, `opted_out`, `held`, `called_off`, `session_open`, `session_paused`, `too_late`,
   * `person_wrote`, `no_message`, or the outcome that the flow ended with. Of a failed one: Instagram's code.
   */
  reason?: string;

  /** The reason as Instagram gave it. */
  message?: string;

  dmText?: string;
  /** Of the message, when it was sent. */
  messageId?: string;
  /** Instagram takes a private reply until then. */
  permittedUntil?: Date;
  /** When it was sent, failed or was skipped. */
  settledAt?: Date;
  publicReply?: PublicReplyResponse;
  createdAt: Date;
}

export class CommentReplyPageResponse extends PageOf(CommentReplyResponse) {}

export class CommentReplyCountsResponse {
  pending: number;
  sent: number;
  failed: number;
  skipped: number;
}

export class CommentReplyProgressResponse {
  /** Of all that are on record. */
  counts: CommentReplyCountsResponse;

  sentLastHour: number;

  /** Those that are to go out, oldest first. */
  waiting: number;

  /** When the last of them will be out at the pace that Instagram allows: 750 an hour. Null when none waits. */
  @ApiProperty({ type: Date, nullable: true })
  doneBy: Date | null;

  /** Those whose seven days will be over before it is their turn. */
  tooLate: number;
}

export class MediaCommentResponse {
  id: string;
  text: string;
  at: Date;
  userId?: string;
  username?: string;
  hidden: boolean;
  likes: number;
}

export class MediaCommentPageResponse extends PageOf(MediaCommentResponse) {}

export class PostedReplyResponse {
  /** The comment that it became. */
  id: string;
}

export function toCommentReplyResponse(row: CommentDmLogRow): CommentReplyResponse {
  const { _id: id, accountId, conversationId, commentId, commenterId, commenterUsername, commentText, mediaId } = row;
  const { commentedAt, instanceId, status, reason, message, dmText, permittedUntil, settledAt, createdAt } = row;
  return {
    id,
    accountId,
    conversationId,
    commentId,
    commenterId,
    commenterUsername,
    commentText,
    mediaId,
    commentedAt,
    automationId: instanceId,
    status,
    reason,
    message,
    dmText,
    messageId: row.dmMessageId,
    permittedUntil,
    settledAt,
    publicReply: toPublicReplyResponse(row.publicReply),
    createdAt,
  };
}

function toPublicReplyResponse(reply: CommentDmLogRow['publicReply']): PublicReplyResponse | undefined {
  if (reply === undefined) return undefined;
  const { text, status, replyId: commentId, error } = reply;
  return { text, status, commentId, error };
}

export function toCommentReplyPageResponse(page: Page<CommentDmLogRow>): CommentReplyPageResponse {
  return { ...page, items: page.items.map(toCommentReplyResponse) };
}

export const COMMENT_REPLY_COLUMNS = [
  'commentedAt',
  'commenterUsername',
  'commenterId',
  'commentText',
  'commentId',
  'mediaId',
  'accountId',
  'automationId',
  'status',
  'reason',
  'message',
  'dmText',
  'messageId',
  'publicReply',
  'settledAt',
  'conversationId',
] as const;

export function toCommentReplyLine(row: CommentDmLogRow): CsvRow {
  const { publicReply, ...fields } = toCommentReplyResponse(row);
  return { ...fields, publicReply: publicReply?.text };
}

export const toProgressResponse = (progress: ReplyProgress): CommentReplyProgressResponse => ({ ...progress });

export function toMediaCommentPageResponse({ items, next }: GraphPage<GraphComment>): MediaCommentPageResponse {
  return {
    items: items.map(({ id, text, at, from, hidden, likes }) => ({
      id,
      text,
      at,
      ...(from.id === undefined ? {} : { userId: from.id }),
      ...(from.username === undefined ? {} : { username: from.username }),
      hidden,
      likes,
    })),
    ...(next === null ? {} : { nextCursor: next }),
  };
}
