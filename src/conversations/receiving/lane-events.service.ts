import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { Clock, stableId } from '../../shared/kernel';
import { Doorbell } from '../turns/doorbell.service';
import { ErasedLanes } from './erased-lanes.service';
import { InboxRepository } from '../repositories/inbox.repository';
import type { LaneIdentity } from '../repositories/lane.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import type { InboxEventRow, LaneEventPayload } from '../schemas/inbox-event.schema';

export interface NewLaneEvent {
  /** Unique for ever: storing the same event again changes nothing. */
  id: string;
  payload: LaneEventPayload;
  at: Date;
  correlationId: string;
}

type Lane = Pick<ConversationState, '_id' | 'workspaceId' | 'accountId' | 'participantId' | 'createdAt'>;

/** Events that Parley itself adds to a conversation: commands of people, timers, results of tasks. */
@Injectable()
export class LaneEvents {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly doorbell: Doorbell,
    private readonly erased: ErasedLanes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Stores and rings; of a conversation that was erased meanwhile, nothing. @throws when an event could not be stored. */
  async add(conversation: Lane, events: readonly NewLaneEvent[]): Promise<void> {
    const rows = await this.rowsOf(conversation, events);
    if (rows.length === 0) return;
    const { failed } = await this.inbox.insertMany(rows);
    if (failed.size > 0) throw new Error(`${failed.size} events could not be stored.`);
    await this.ring(conversation, rows);
  }

  /** As `add`, as part of the change under way: an id that is there already undoes it. */
  async addWithin(conversation: Lane, events: readonly NewLaneEvent[]): Promise<void> {
    const rows = await this.rowsOf(conversation, events);
    if (rows.length === 0) return;
    await this.inbox.insertWithin(rows);
    this.transactions.afterCommit(() => void this.ring(conversation, rows));
  }

  private async rowsOf(conversation: Lane, events: readonly NewLaneEvent[]): Promise<InboxEventRow[]> {
    const lane = laneOf(conversation);
    await this.erased.confirm();
    if (this.erased.covers(lane, conversation.createdAt)) return [];
    const receivedAt = this.clock.now();
    return events.map(({ id, payload, at, correlationId }, sequence): InboxEventRow => ({
      _id: id,
      ...lane,
      status: 'pending',
      payload,
      platformAt: at,
      receivedAt,
      sequence,
      correlationId,
    }));
  }

  /** A hint, which never rejects. */
  private async ring(conversation: Lane, [first]: readonly InboxEventRow[]): Promise<void> {
    await this.doorbell.ring([laneOf(conversation)], 'turn', first?.correlationId ?? stableId(conversation._id));
  }
}

const laneOf = ({ _id: conversationId, workspaceId, accountId, participantId }: Lane): LaneIdentity => ({
  conversationId,
  workspaceId,
  accountId,
  participantId,
});
