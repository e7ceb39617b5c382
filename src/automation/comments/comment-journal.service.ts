import { Injectable } from '@nestjs/common';
import type { DecidedEvent, LaneView, TurnChange } from '../../conversations';
import { type CommentDecision, CommentReplies } from '../../instagram';
import { readState } from '../domain/automation-state';
import { changedNotes, type CommentNote } from '../domain/comments/comment-memory';

/** Puts on record what turns have decided about comments. */
@Injectable()
export class CommentJournal {
  constructor(private readonly replies: CommentReplies) {}

  /** Idempotent. */
  async write(lane: LaneView, { before, after, decided }: TurnChange): Promise<void> {
    if (before === after || after === null) return;
    const memory = readState(after).comments;
    if (memory === undefined) return;
    const notes = changedNotes(before === undefined ? undefined : readState(before).comments, memory);
    if (notes.length > 0) await this.replies.note(notes.map((note) => decisionOf(lane, note, decided)));
  }
}

function decisionOf(
  { workspaceId, accountId, conversationId, participantId: commenterId }: LaneView,
  { commentId, instanceId, status, reason = '', sendId, until = 0 }: CommentNote,
  decided: readonly DecidedEvent[],
): CommentDecision {
  const comment = factsOf(commentId, decided);
  const permittedUntil = new Date(until);
  return {
    workspaceId,
    accountId,
    conversationId,
    commenterId,
    commentId,
    ...(comment === undefined ? {} : { comment }),
    ...(instanceId === undefined ? {} : { instanceId }),
    outcome:
      status === 'skipped'
        ? { status, reason }
        : { status, permittedUntil, ...(sendId === undefined ? {} : { sendId }) },
  };
}

/** Undefined when the comment came in an earlier turn. */
function factsOf(commentId: string, decided: readonly DecidedEvent[]): CommentDecision['comment'] {
  for (const { event } of decided) {
    if (event.kind !== 'stimulus' || event.comment?.commentId !== commentId) continue;
    const { username: commenterUsername, mediaId, adId, isLive } = event.comment;
    return { commenterUsername, commentText: event.text, mediaId, adId, isLive, commentedAt: event.at };
  }
  return undefined;
}
