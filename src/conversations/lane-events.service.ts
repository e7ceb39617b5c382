import { Injectable } from '@nestjs/common';
import { Clock, stableId } from '../shared/kernel';
import { Doorbell } from './doorbell.service';
import { ErasedLanes } from './erased-lanes.service';
import { InboxRepository } from './repositories/inbox.repository';
import type { ConversationState } from './schemas/conversation.schema';
import type { InboxEventRow, LaneEventPayload } from './schemas/inbox-event.schema';

export interface NewLaneEvent {
  /** Unique for ever: storing the same event again changes nothing. */
  id: string;
  payload: LaneEventPayload;
  at: Date;
  correlationId: string;
}

/** Events that Parley itself adds to a conversation: commands of people, timers, results of tasks. */
@Injectable()
export class LaneEvents {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly doorbell: Doorbell,
    private readonly erased: ErasedLanes,
    private readonly clock: Clock,
  ) {}

  /** Stores and rings; of a conversation that was erased meanwhile, nothing. @throws when an event could not be stored. */
  async add(
    conversation: Pick<ConversationState, '_id' | 'workspaceId' | 'accountId' | 'participantId' | 'createdAt'>,
    events: readonly NewLaneEvent[],
  ): Promise<void> {
    const { _id: conversationId, workspaceId, accountId, participantId } = conversation;
    const lane = { conversationId, workspaceId, accountId, participantId };
    await this.erased.confirm();
    if (this.erased.covers(lane, conversation.createdAt)) return;
    const receivedAt = this.clock.now();
    const rows = events.map(({ id, payload, at, correlationId }, sequence): InboxEventRow => ({
      _id: id,
      ...lane,
      status: 'pending',
      payload,
      platformAt: at,
      receivedAt,
      sequence,
      correlationId,
    }));
    const { failed } = await this.inbox.insertMany(rows);
    if (failed.size > 0) throw new Error(`${failed.size} events could not be stored.`);
    await this.doorbell.ring([lane], 'turn', events[0]?.correlationId ?? stableId(conversationId));
  }
}
