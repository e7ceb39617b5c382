import { Injectable } from '@nestjs/common';
import type { SendOutcome, SendRequest } from '../../conversations';
import { Clock, conversationIdOf } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { FIRST_CHECK_MS } from '../domain/comment-reply-follow-up';
import { type CommentKey, type CommentNews, CommentDmLogsRepository } from '../repositories/comment-dm-logs.repository';
import type { CommentDmLogRow } from '../schemas/comment-dm-log.schema';

/** What was decided about a comment. `sendId` absent: an automation has begun, and has not said anything yet. */
export interface CommentDecision extends CommentKey {
  /** Absent when the decision came later than the comment, whose row has it all. */
  comment?: Pick<CommentDmLogRow, 'commenterUsername' | 'commentText' | 'mediaId' | 'adId' | 'isLive' | 'commentedAt'>;
  instanceId?: string;
  outcome:
    | { status: 'pending'; sendId?: string; dmText?: string; permittedUntil: Date }
    | { status: 'skipped'; reason: string };
}

/** The record of answers to comments: what was decided, and what Instagram made of it. */
@Injectable()
export class CommentReplies {
  constructor(
    private readonly logs: CommentDmLogsRepository,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Idempotent. @throws what kept it from being written */
  async note(decisions: readonly CommentDecision[]): Promise<void> {
    const at = this.clock.now();
    await this.logs.note(decisions.map((decision) => newsOf(decision, at)));
  }

  /** What Instagram said to a private reply. What is not noted here, the job that follows them up finds out. */
  async noteResult(request: SendRequest, outcome: SendOutcome): Promise<void> {
    const { content } = request;
    if (content.kind !== 'private-reply') return;
    const verdict = verdictOf(outcome);
    if (verdict === null) return;
    const { workspaceId, accountId, participantId } = request;
    const { commentId, text: dmText, permittedUntil } = content;
    const conversationId = conversationIdOf(accountId, participantId);
    const key = { workspaceId, accountId, conversationId, commenterId: participantId, commentId };
    try {
      await this.logs.note([{ ...key, facts: { dmText, permittedUntil }, verdict, at: this.clock.now() }]);
    } catch (err) {
      this.telemetry.logger.event('warn', 'private reply not noted', { accountId, conversationId, err });
    }
  }
}

function newsOf({ comment = {}, instanceId, outcome, ...key }: CommentDecision, at: Date): CommentNews {
  const by = instanceId === undefined ? {} : { instanceId };
  if (outcome.status === 'skipped')
    return { ...key, facts: { ...comment, ...by }, verdict: { status: 'skipped', reason: outcome.reason }, at };
  const { sendId, dmText, permittedUntil } = outcome;
  const checkAt = new Date(at.getTime() + FIRST_CHECK_MS);
  return {
    ...key,
    facts: { ...comment, ...by, sendId, dmText, permittedUntil },
    verdict: { status: 'pending', checkAt },
    at,
  };
}

/** Null: it is not settled. */
function verdictOf(outcome: SendOutcome): CommentNews['verdict'] | null {
  if (outcome.kind === 'sent') return { status: 'sent', ...(outcome.mid === undefined ? {} : { mid: outcome.mid }) };
  if (outcome.kind === 'unknown' || outcome.retryable) return null;
  return { status: 'failed', reason: outcome.code, message: outcome.message };
}
