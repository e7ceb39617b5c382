import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { AccountId, ConversationId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  type Hold,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import { type Expression, literal, NEXT_REVISION, OUTBOX_WITHOUT_PENDING_BOT, SET_WORK_DUE_AT } from './expressions';
import type { LaneIdentity } from './lane.repository';

type Rows = mongo.Collection<ConversationRow>;

/** None of them: any hold. A hold that fits either counts. */
export interface WhichHolds {
  /** Those that came from there. */
  sourceIds?: readonly string[];
  /** Those that began for such a reason. */
  reasons?: readonly string[];
}

const theseHolds = ({ sourceIds, reasons }: WhichHolds): Record<string, unknown> => {
  if (sourceIds === undefined && reasons === undefined) return {};
  return { $or: [{ 'hold.sourceId': { $in: sourceIds ?? [] } }, { 'hold.reason': { $in: reasons ?? [] } }] };
};

/** What people and schedules read and change, apart from turns and sends. */
@Injectable()
export class ConversationsRepository {
  private readonly rows: Rows;

  constructor(
    @InjectModel(CONVERSATIONS) model: Model<ConversationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  async find(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<ConversationState | null> {
    return this.rows.findOne({ _id: conversationId, workspaceId }, { projection: WITHOUT_RING });
  }

  async exists(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return (await this.rows.findOne({ _id: conversationId, workspaceId }, { projection: { _id: 1 } })) !== null;
  }

  async findMany(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<ConversationState[]> {
    return this.rows.find({ _id: { $in: [...conversationIds] }, workspaceId }, { projection: WITHOUT_RING }).toArray();
  }

  async list(workspaceId: WorkspaceId, limit: number, before?: CursorPosition): Promise<ConversationState[]> {
    return this.rows
      .find({ workspaceId, shadow: false, ...olderThan('lastActivityAt', before) }, { projection: WITHOUT_RING })
      .sort({ lastActivityAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** Takes effect at once: turns under way must decide again, and what the bot had not begun to send is cancelled. */
  async hold(workspaceId: WorkspaceId, conversationId: ConversationId, hold: Hold): Promise<ConversationState | null> {
    return this.act({ _id: conversationId, workspaceId }, { hold: literal(hold), outbox: OUTBOX_WITHOUT_PENDING_BOT });
  }

  /** Null: there was none of these to end. */
  async endHold(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    which: WhichHolds = {},
  ): Promise<ConversationState | null> {
    const filter = { _id: conversationId, workspaceId, ...theseHolds(which), $expr: { $gt: ['$hold.until', '$$NOW'] } };
    // It stays on record, so that a flow knows that somebody spoke in between.
    return this.act(filter, { hold: { $mergeObjects: ['$hold', { until: '$$NOW', endedEarly: true }] } });
  }

  /** As `hold`; null when one lasts as long already. */
  async holdAtLeast(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    hold: Hold,
  ): Promise<ConversationState | null> {
    const isShorter = { $or: [{ hold: null }, { 'hold.until': { $lt: hold.until } }] };
    const filter = { _id: conversationId, workspaceId, ...isShorter };
    return this.act(filter, { hold: literal(hold), outbox: OUTBOX_WITHOUT_PENDING_BOT });
  }

  /** Conversations whose head, task or timer is due. Without the type the partial index would not be used. */
  async workDue(now: Date, limit: number): Promise<LaneIdentity[]> {
    const projection = { workspaceId: 1, accountId: 1, participantId: 1 };
    const rows = await this.rows
      .find({ workDueAt: { $lte: now, $type: 'date' } }, { projection })
      .sort({ workDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, workspaceId, accountId, participantId }) => ({
      conversationId: _id,
      workspaceId,
      accountId,
      participantId,
    }));
  }

  /** Of an account, by id; those after `after`. */
  async listByAccount(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    limit: number,
    after: ConversationId | null,
  ): Promise<{ conversationId: ConversationId; participantId: string }[]> {
    const rows = await this.rows
      .find({ workspaceId, accountId, ...(after === null ? {} : { _id: { $gt: after } }) })
      .project<Pick<ConversationRow, '_id' | 'participantId'>>({ participantId: 1 })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, participantId }) => ({ conversationId: _id, participantId }));
  }

  /** Ids of what these conversations are still to send. */
  async outboxIds(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<Set<string>> {
    const filter = { _id: { $in: [...conversationIds] }, workspaceId };
    const rows = await this.rows.find(filter, { projection: { 'outbox.id': 1 } }).toArray();
    return new Set(rows.flatMap(({ outbox }) => outbox.map(({ id }) => id)));
  }

  /** Timers whose events are stored leave, by id. */
  async removeTimers(workspaceId: WorkspaceId, conversationId: ConversationId, ids: readonly string[]): Promise<void> {
    await this.removeFrom('timers', workspaceId, conversationId, ids);
  }

  async removeTask(workspaceId: WorkspaceId, conversationId: ConversationId, id: string): Promise<void> {
    await this.removeFrom('tasks', workspaceId, conversationId, [id]);
  }

  /** A due task belongs to the caller until `until`; false when another took it first. */
  async takeTask(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    task: { id: string; dueAt: Date },
    until: Date,
  ): Promise<boolean> {
    const mine = { $and: [{ $eq: ['$$this.id', literal(task.id)] }, { $eq: ['$$this.dueAt', literal(task.dueAt)] }] };
    const taken = { $mergeObjects: ['$$this', { dueAt: literal(until), attempts: { $add: ['$$this.attempts', 1] } }] };
    const tasks = { $map: { input: '$tasks', as: 'this', in: { $cond: [mine, taken, '$$this'] } } };
    const filter = { _id: conversationId, workspaceId, tasks: { $elemMatch: { id: task.id, dueAt: task.dueAt } } };
    const result = await this.rows.updateOne(filter, [{ $set: { tasks } }, SET_WORK_DUE_AT]);
    return result.matchedCount === 1;
  }

  /** The list of conversations no longer shows a message that was taken back. */
  async forgetPreview(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { text, direction }: { text: string; direction: 'in' | 'out' },
  ): Promise<void> {
    const shown = { 'lastMessage.text': text, 'lastMessage.direction': direction };
    await this.rows.updateOne({ _id: conversationId, workspaceId, ...shown }, { $set: { 'lastMessage.text': '' } });
  }

  /** Read receipts only move forward. */
  async noteSeen(
    seen: readonly (Pick<LaneIdentity, 'conversationId' | 'workspaceId'> & { at: Date })[],
  ): Promise<void> {
    const updates = seen.map(({ conversationId, workspaceId, at }) => ({
      updateOne: { filter: { _id: conversationId, workspaceId }, update: { $max: { participantSeenAt: at } } },
    }));
    await this.rows.bulkWrite(updates, { ordered: false });
  }

  /**
   * Conversations at rest, silent since before that time, forget what was said: the last message and what the automation
   * knew. At most `limit`; returns how many.
   */
  async forgetContent(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const shown = await this.forgetContentOf({ workspaceId, shadow: false }, before, limit);
    return shown + (await this.forgetContentOf({ workspaceId, shadow: true }, before, limit));
  }

  private async forgetContentOf(
    some: Pick<ConversationRow, 'workspaceId' | 'shadow'>,
    before: Date,
    limit: number,
  ): Promise<number> {
    const says = { $or: [{ lastMessage: { $ne: null } }, { state: { $ne: null } }] };
    const atRest = { ...some, lastActivityAt: { $lt: before }, workDueAt: null, ...says };
    const rows = await this.rows
      .find(atRest, { projection: { _id: 1 } })
      .sort({ lastActivityAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const filter = { ...atRest, _id: { $in: rows.map(({ _id }) => _id) } };
    // A turn under way must notice and decide anew.
    const turnVersion = { $add: ['$turnVersion', 1] };
    const result = await this.rows.updateMany(filter, [{ $set: { lastMessage: null, state: null, turnVersion } }]);
    return result.modifiedCount;
  }

  /** Whatever they were about to send or do; turns under way must decide again. */
  async callOff(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<void> {
    const nothing = { outbox: [], tasks: [], timers: [], workDueAt: null };
    await this.rows.updateMany({ _id: { $in: [...conversationIds] }, workspaceId }, [
      { $set: { ...nothing, turnVersion: { $add: ['$turnVersion', 1] } } },
    ]);
  }

  private async removeFrom(
    array: 'timers' | 'tasks',
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    ids: readonly string[],
  ): Promise<void> {
    const rest = { $filter: { input: `$${array}`, cond: { $not: [{ $in: ['$$this.id', literal(ids)] }] } } };
    await this.rows.updateOne({ _id: conversationId, workspaceId }, [{ $set: { [array]: rest } }, SET_WORK_DUE_AT]);
  }

  /** An act of a person that a turn under way must notice. */
  private async act(
    filter: Record<string, unknown>,
    change: Record<string, Expression>,
  ): Promise<ConversationState | null> {
    const versions = { turnVersion: { $add: ['$turnVersion', 1] }, revision: NEXT_REVISION };
    const stages = [{ $set: { ...change, ...versions } }, SET_WORK_DUE_AT];
    const options = { returnDocument: 'after', projection: WITHOUT_RING, ...this.transactions.options } as const;
    return this.rows.findOneAndUpdate(filter, stages, options);
  }
}
