import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, faultPoint } from '../../shared/kernel';
import type { EchoReceived } from '../domain/channel-event';
import { visibleTextOf } from '../domain/content';
import { type EchoVerdicts, judgeEchoes } from '../domain/echo-step';
import { settledEvents, settledLateEvent } from '../domain/message-events';
import { sentMessage } from '../domain/message-rows';
import { mayBeOursStill } from '../domain/turn-batch';
import { MessagesRepository } from '../repositories/messages.repository';
import { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';

const NOTHING: EchoVerdicts = { own: [], waiting: [], foreign: [], settlesParked: [], settlesHead: null };
const midOf = (event: LaneEvent) => (event.payload as EchoReceived).mid;

/** Tells echoes of our own sends from messages that a person typed elsewhere. Called under the lease, after it was read. */
@Injectable()
export class EchoJudge {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
    private readonly news: DomainEvents,
  ) {}

  async judge(conversation: ConversationState, events: readonly LaneEvent[]): Promise<EchoVerdicts> {
    const echoes = events.filter(({ payload }) => payload.kind === 'echo');
    if (echoes.length === 0) return NOTHING;
    const ownMids = await this.messages.ownMids(conversation.accountId, echoes.map(midOf));
    const unexplained = echoes.some(
      (event) => !ownMids.has(midOf(event)) && !mayBeOursStill(event, conversation.outbox[0]),
    );
    const parked = unexplained ? await this.messages.parkedOf(conversation.workspaceId, conversation._id) : [];
    return judgeEchoes(echoes, conversation, { ownMids, parked });
  }

  /** The head of unknown outcome takes the mid of its echo: first the row, then the outbox. */
  async settleHead(
    conversation: ConversationState,
    { event, head }: NonNullable<EchoVerdicts['settlesHead']>,
  ): Promise<void> {
    const row = sentMessage(conversation, head, { status: 'sent', mid: midOf(event), at: event.platformAt });
    await this.messages.writeSendResult(row);
    faultPoint('echo.head-row-written');
    await this.news.publish(settledEvents(conversation, head, row));
    const lane = { conversationId: conversation._id, workspaceId: conversation.workspaceId };
    await this.outbox.shift(
      { ...lane, effectId: head.id, claimId: head.claim?.id ?? null },
      visibleTextOf(head.content),
    );
  }

  async settleParked(conversation: ConversationState, settled: EchoVerdicts['settlesParked']): Promise<void> {
    const at = this.clock.now();
    await Promise.all(
      settled.map(({ event, messageId }) =>
        this.messages.settleParked(conversation.workspaceId, messageId, midOf(event), at),
      ),
    );
    await this.news.publish(
      settled.map(({ event, messageId }) => settledLateEvent(conversation, { messageId, mid: midOf(event), at })),
    );
  }
}
