import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import { eventOfTimer } from '../domain/fired-timer';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  type ScheduledSend,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import { type Expression, literal, NEXT_REVISION, SET_WORK_DUE_AT, withoutIds } from './expressions';
import type { LaneKey } from './lane.repository';

/** Messages that wait in one conversation. */
export const SCHEDULED_MAX = 20;
/** Far more than can be on their way at once. */
const CALLED_OFF_KEPT = 50;

export interface NewScheduledSend {
  timerId: string;
  dueAt: Date;
  send: ScheduledSend;
}

const SCHEDULED: Expression = { $filter: { input: '$timers', cond: { $ifNull: ['$$this.send', false] } } };

/** Messages that members have written ahead: timers of their conversation. Every change is part of the one under way. */
@Injectable()
export class ScheduledSendsRepository {
  private readonly rows: mongo.Collection<ConversationRow>;

  constructor(
    @InjectModel(CONVERSATIONS) model: Model<ConversationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ConversationRow>;
  }

  /** Null when there is no such conversation, or no room in it. */
  async add(lane: LaneKey, scheduled: NewScheduledSend): Promise<ConversationState | null> {
    const room = { $expr: { $lt: [{ $size: SCHEDULED }, SCHEDULED_MAX] } };
    return this.update({ ...byId(lane), ...room }, { timers: { $concatArrays: ['$timers', [entryOf(scheduled)]] } });
  }

  /**
   * Takes it back, and puts the other one in its place. Null when it is not there, or a turn has taken it already. A
   * timer that fires all the same finds itself called off, since a turn under way decides again.
   */
  async replace(lane: LaneKey, timerId: string, by?: NewScheduledSend): Promise<ConversationState | null> {
    const waits = { timers: { $elemMatch: { id: timerId, send: { $exists: true } } } };
    const notTaken = { 'consumed.id': { $ne: eventOfTimer(timerId) } };
    const others = withoutIds('$timers', [timerId]);
    const calledOff = { $concatArrays: [{ $ifNull: ['$calledOff', []] }, [literal(timerId)]] };
    return this.update(
      { ...byId(lane), ...waits, ...notTaken },
      {
        timers: by === undefined ? others : { $concatArrays: [others, [entryOf(by)]] },
        calledOff: { $slice: [calledOff, -CALLED_OFF_KEPT] },
        turnVersion: { $add: ['$turnVersion', 1] },
      },
    );
  }

  private async update(
    filter: Record<string, unknown>,
    change: Record<string, Expression>,
  ): Promise<ConversationState | null> {
    const options = { returnDocument: 'after', projection: WITHOUT_RING, ...this.transactions.options } as const;
    return this.rows.findOneAndUpdate(
      filter,
      [{ $set: { ...change, revision: NEXT_REVISION } }, SET_WORK_DUE_AT],
      options,
    );
  }
}

const byId = ({ conversationId, workspaceId }: LaneKey) => ({ _id: conversationId, workspaceId });

const entryOf = ({ timerId, dueAt, send }: NewScheduledSend): Expression =>
  literal({ id: timerId, dueAt, data: {}, send });
