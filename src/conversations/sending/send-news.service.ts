import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, stableId } from '../../shared/kernel';
import { conversationChanged } from '../domain/conversation-event';
import { settledEvents } from '../domain/message-events';
import { HELD } from '../domain/send-refusal';
import { LaneEvents } from '../receiving/lane-events.service';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';
import { UntoldSends } from './untold-sends';

type Lane = Parameters<LaneEvents['add']>[0];

/** Who hears of what became of a send. Each says it again after a crash, and is heard once. */
@Injectable()
export class SendNews {
  constructor(
    private readonly news: DomainEvents,
    private readonly events: LaneEvents,
    private readonly clock: Clock,
    private readonly untold: UntoldSends,
  ) {}

  /** Told before it leaves the outbox, since what is left there is looked at again. */
  async settled(lane: Lane, entry: OutboxEntry, row: MessageRow): Promise<void> {
    await this.news.publish(settledEvents(lane, entry, row));
  }

  /** As `settled`, of one that the conversation will show. */
  async sent(lane: Lane, entry: OutboxEntry, row: MessageRow): Promise<void> {
    const { workspaceId, conversationId, _id: effectId } = row;
    await Promise.all([this.settled(lane, entry, row), this.untold.note({ workspaceId, conversationId, effectId })]);
  }

  /** The conversation shows it; told again by a job where that fails. */
  async shown(after: ConversationState, effectId: string): Promise<void> {
    const { workspaceId, _id: conversationId } = after;
    const change = { id: stableId('conversation.changed', effectId), at: this.clock.now() };
    if (after.shadow !== true) await this.news.publish([conversationChanged(after, ['lastMessage'], change)]);
    await this.untold.forget({ workspaceId, conversationId, effectId });
  }

  /** A session waits for an answer to what the person has never seen: it can end. */
  async undelivered(lane: Lane, entry: OutboxEntry, code: string): Promise<void> {
    // Under a hold the session waits for its end, as ever.
    if (entry.origin !== 'bot' || entry.content.kind !== 'private-reply' || code === HELD) return;
    const data = { sendId: entry.id, reason: code };
    const payload = { kind: 'command' as const, command: 'undelivered' as const, data };
    const event = { id: stableId('undelivered', entry.id), payload, at: this.clock.now() };
    await this.events.add(lane, [{ ...event, correlationId: entry.correlationId }]);
  }
}
