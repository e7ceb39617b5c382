import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { WindowPolicy } from '../domain/window';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  type OutboxEntry,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import {
  claimedEntry,
  type Expression,
  headAllowed,
  HOLD_OVER,
  literal,
  msFromNow,
  NEXT_REVISION,
  OUTBOX_REST,
  SET_WORK_DUE_AT,
} from './expressions';
import { WAITING_AFTER_SEND } from './inbox-mirrors';
import type { LaneKey } from './lane.repository';

type Rows = mongo.Collection<ConversationRow>;

/** The head of the outbox as one claim left it. A write whose head or claim is another changes nothing. */
export interface ClaimedHead extends LaneKey {
  effectId: string;
  claimId: string | null;
}

const HEAD: Expression = { $arrayElemAt: ['$outbox', 0] };
const changedHead = (change: Record<string, Expression>): Expression => ({
  $concatArrays: [[{ $mergeObjects: [HEAD, change] }], OUTBOX_REST],
});
const PENDING_AGAIN = { status: 'pending', claim: null };

/** The sender's side of a conversation. Works without the lease: claims of the head keep two sends apart. */
@Injectable()
export class OutboxRepository {
  private readonly rows: Rows;

  constructor(
    @InjectModel(CONVERSATIONS) model: Model<ConversationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  async read(lane: LaneKey): Promise<ConversationState | null> {
    return this.rows.findOne({ _id: lane.conversationId, workspaceId: lane.workspaceId }, { projection: WITHOUT_RING });
  }

  /** pending → sending, if hold, opt-out and window allow it at this moment. The claim is the decision to send. */
  async claim(
    lane: LaneKey,
    effectId: string,
    claim: { id: string; owner: string; deadlineMs: number; window: WindowPolicy },
  ): Promise<ConversationState | null> {
    const filter = {
      ...byHead({ ...lane, effectId, claimId: null }),
      'outbox.0.status': 'pending',
      $expr: headAllowed(claim.window),
    };
    return this.update(filter, { $concatArrays: [[claimedEntry(HEAD, claim)], OUTBOX_REST] });
  }

  /** The send is settled: its row is written, so it leaves. `sentText`: it becomes the last message. Returns what follows. */
  async shift(head: ClaimedHead, sentText?: string): Promise<ConversationState | null> {
    const mirrors =
      sentText === undefined
        ? {}
        : {
            lastMessage: { id: literal(head.effectId), text: literal(sentText), at: '$$NOW', direction: 'out' },
            lastActivityAt: '$$NOW',
            waitingSince: WAITING_AFTER_SEND,
            revision: NEXT_REVISION,
          };
    return this.update(byHead(head), OUTBOX_REST, mirrors);
  }

  /** sending → unknown; the thread is read from `readAfterMs` after the deadline on. */
  async markUnknown(head: ClaimedHead, readAfterMs: number): Promise<boolean> {
    const dueAt = { $add: [{ $let: { vars: { head: HEAD }, in: '$$head.claim.deadline' } }, readAfterMs] };
    const filter = { ...byHead(head), 'outbox.0.status': 'sending' };
    return (await this.update(filter, changedHead({ status: 'unknown', dueAt }))) !== null;
  }

  /** The read of one that was due at `dueAt` is the caller's for so long; false: another has begun it. */
  async beginRead(head: ClaimedHead, dueAt: Date, forMs: number): Promise<boolean> {
    const filter = { ...byHead(head), 'outbox.0.status': 'unknown', 'outbox.0.dueAt': dueAt };
    return (await this.update(filter, changedHead({ dueAt: msFromNow(forMs) }))) !== null;
  }

  /** The thread did not show it; looked at again after `readAfterMs`. */
  async noteAbsent(head: ClaimedHead, readAfterMs: number): Promise<boolean> {
    const filter = { ...byHead(head), 'outbox.0.status': 'unknown', 'outbox.0.absentReads': 0 };
    return (await this.update(filter, changedHead({ absentReads: 1, dueAt: msFromNow(readAfterMs) }))) !== null;
  }

  async noteFailedRead(head: ClaimedHead, failedReads: number, readAfterMs: number): Promise<boolean> {
    const filter = { ...byHead(head), 'outbox.0.status': 'unknown' };
    return (await this.update(filter, changedHead({ failedReads, dueAt: msFromNow(readAfterMs) }))) !== null;
  }

  /** Proven not delivered: pending again, but a bot's send is cancelled when a hold has begun meanwhile. */
  async backToPending(head: ClaimedHead, attempts: number, retryAfterMs: number): Promise<ConversationState | null> {
    const again = changedHead({ ...PENDING_AGAIN, attempts, dueAt: msFromNow(retryAfterMs) });
    const keep = {
      $let: {
        vars: { head: HEAD },
        in: { $or: [HOLD_OVER, { $eq: ['$$head.origin', 'person'] }, { $eq: ['$$head.passesHoldId', '$hold.id'] }] },
      },
    };
    return this.update(byHead(head), { $cond: [keep, again, OUTBOX_REST] });
  }

  /** A pending head that cannot go out yet: looked at again later. */
  async postpone(lane: LaneKey, effectId: string, waitMs: number): Promise<void> {
    await this.update(
      { ...byHead({ ...lane, effectId, claimId: null }), 'outbox.0.status': 'pending' },
      changedHead({ dueAt: msFromNow(waitMs) }),
    );
  }

  /** A pending send leaves, as part of the change under way; null when it is not there, or on its way already. */
  async cancelPending(lane: LaneKey, effectId: string): Promise<OutboxEntry | null> {
    const mine = { $and: [{ $eq: ['$$this.id', literal(effectId)] }, { $eq: ['$$this.status', 'pending'] }] };
    const outbox = { $filter: { input: '$outbox', cond: { $not: [mine] } } };
    const before = await this.rows.findOneAndUpdate(
      {
        _id: lane.conversationId,
        workspaceId: lane.workspaceId,
        outbox: { $elemMatch: { id: effectId, status: 'pending' } },
      },
      [{ $set: { outbox } }, SET_WORK_DUE_AT],
      { returnDocument: 'before', projection: { outbox: 1 }, ...this.transactions.options },
    );
    return before?.outbox.find(({ id }) => id === effectId) ?? null;
  }

  private update(
    filter: Record<string, unknown>,
    outbox: Expression,
    mirrors: Record<string, Expression> = {},
  ): Promise<ConversationState | null> {
    const stages = [{ $set: { outbox, ...mirrors } }, SET_WORK_DUE_AT];
    return this.rows.findOneAndUpdate(filter, stages, { returnDocument: 'after', projection: WITHOUT_RING });
  }
}

function byHead(head: ClaimedHead): Record<string, unknown> {
  const claim = head.claimId === null ? { 'outbox.0.claim': null } : { 'outbox.0.claim.id': head.claimId };
  return { _id: head.conversationId, workspaceId: head.workspaceId, 'outbox.0.id': head.effectId, ...claim };
}
