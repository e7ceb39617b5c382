import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, faultPoint } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import type { SendOutcome } from '../channel.port';
import { backoffMs } from '../domain/backoff';
import { visibleTextOf } from '../domain/content';
import { MAX_SEND_ATTEMPTS } from '../domain/limits';
import { sentMessage } from '../domain/message-rows';
import { MessagesRepository } from '../repositories/messages.repository';
import { type ClaimedHead, OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { MessageRow, SendError } from '../schemas/message.schema';
import { SendNews } from './send-news.service';

type Lane = Pick<ConversationState, '_id' | 'workspaceId' | 'accountId' | 'participantId' | 'createdAt'>;

export const headOf = (lane: Lane, entry: OutboxEntry): ClaimedHead => ({
  conversationId: lane._id,
  workspaceId: lane.workspaceId,
  effectId: entry.id,
  claimId: entry.claim?.id ?? null,
});

/**
 * Writes what became of a send: first its row, then the outbox, each conditional on head and claim. Every method returns
 * the conversation as it is afterwards, or null when the claim was not current any more and nothing was changed.
 */
@Injectable()
export class SendResults {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly messages: MessagesRepository,
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
    private readonly news: SendNews,
  ) {}

  async apply(lane: Lane, entry: OutboxEntry, outcome: SendOutcome): Promise<ConversationState | null> {
    this.report(lane, entry, outcome);
    switch (outcome.kind) {
      case 'sent':
        return this.sent(lane, entry, outcome.mid);
      case 'unknown':
        return this.unknown(lane, entry);
      case 'refused':
        if (!outcome.retryable) return this.failed(lane, entry, outcome);
        return this.again(lane, entry, outcome);
    }
  }

  private async again(
    lane: Lane,
    entry: OutboxEntry,
    outcome: Extract<SendOutcome, { kind: 'refused'; retryable: true }>,
  ): Promise<ConversationState | null> {
    const head = headOf(lane, entry);
    // Nothing is wrong with the message itself, so waiting does not wear it out.
    if (outcome.isWait) return this.outbox.backToPending(head, entry.attempts, outcome.retryAfterMs);
    if (outcome.tries !== undefined && entry.attempts + 1 >= outcome.tries) return this.failed(lane, entry, outcome);
    if (entry.attempts + 1 >= MAX_SEND_ATTEMPTS) return this.parked(lane, entry, outcome);
    const pauseMs = backoffMs(outcome.retryAfterMs, entry.attempts, Math.random());
    return this.outbox.backToPending(head, entry.attempts + 1, pauseMs);
  }

  private report(lane: Lane, entry: OutboxEntry, outcome: SendOutcome): void {
    this.telemetry.metrics.sends.inc({ outcome: outcome.kind });
    const code = outcome.kind === 'sent' ? {} : { code: outcome.code };
    const { workspaceId, accountId, _id: conversationId } = lane;
    const fields = {
      workspaceId,
      accountId,
      conversationId,
      effectId: entry.id,
      correlationId: entry.correlationId,
      ...code,
    };
    this.telemetry.logger.event(outcome.kind === 'sent' ? 'info' : 'warn', `send ${outcome.kind}`, fields);
  }

  async sent(lane: Lane, entry: OutboxEntry, mid?: string): Promise<ConversationState | null> {
    const row = sentMessage(lane, entry, {
      status: 'sent',
      ...(mid === undefined ? {} : { mid }),
      at: this.clock.now(),
    });
    await this.messages.writeSendResult(row);
    faultPoint('send.row-written');
    return this.leaveAsSent(lane, entry, row);
  }

  /** Its row says that it was sent. Told before it leaves the outbox, since what is left there is looked at again. */
  async leaveAsSent(lane: Lane, entry: OutboxEntry, row: MessageRow): Promise<ConversationState | null> {
    await this.news.sent(lane, entry, row);
    const after = await this.outbox.shift(headOf(lane, entry), visibleTextOf(entry.content));
    faultPoint('send.shifted');
    if (after !== null) await this.news.shown(after, entry.id);
    return after;
  }

  /** Refused for good: the row says why, and the next send goes on. */
  async failed(lane: Lane, entry: OutboxEntry, error: SendError): Promise<ConversationState | null> {
    await this.news.undelivered(lane, entry, error.code);
    return this.leave(lane, entry, 'failed', error);
  }

  /** Set aside for a person; the row keeps the content. */
  async parked(lane: Lane, entry: OutboxEntry, error: SendError): Promise<ConversationState | null> {
    this.telemetry.metrics.parked.inc({ kind: 'send' });
    this.telemetry.logger.event('error', 'send parked', {
      conversationId: lane._id,
      effectId: entry.id,
      code: error.code,
      correlationId: entry.correlationId,
    });
    return this.leave(lane, entry, 'parked', error);
  }

  async unknown(lane: Lane, entry: OutboxEntry): Promise<null> {
    await this.outbox.markUnknown(headOf(lane, entry), this.config.messagePath.unknownFirstReadMs);
    return null;
  }

  private async leave(
    lane: Lane,
    entry: OutboxEntry,
    status: 'failed' | 'parked',
    { code, message, advice }: SendError,
  ): Promise<ConversationState | null> {
    const row = sentMessage(lane, entry, {
      status,
      error: { code, message, ...(advice === undefined ? {} : { advice }) },
      at: this.clock.now(),
    });
    await this.messages.writeSendResult(row);
    faultPoint('send.row-written');
    await this.news.settled(lane, entry, row);
    return this.outbox.shift(headOf(lane, entry));
  }
}
