import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import type { DeskChange } from '../domain/desk';
import { NEXT_REVISION, OUTBOX_WITHOUT_PENDING_BOT, SET_WORK_DUE_AT } from './expressions';

type Rows = mongo.Collection<ConversationRow>;

const ONE_REVISION_ON = { $inc: { revision: 1 } } as const;

/** What members change of conversations. None of it but blocking concerns a turn under way. */
@Injectable()
export class DeskRepository {
  private readonly rows: Rows;

  constructor(
    @InjectModel(CONVERSATIONS) model: Model<ConversationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  /** As the change under way sees it. */
  async find(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<ConversationState | null> {
    const options = { projection: WITHOUT_RING, ...this.transactions.options };
    return this.rows.findOne({ _id: conversationId, workspaceId }, options);
  }

  /** Part of the change under way. `only`: null when the conversation is not like that any more. */
  async change(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    change: DeskChange,
    only: DeskChange = {},
  ): Promise<ConversationState | null> {
    const filter = { _id: conversationId, workspaceId, ...(only as mongo.Filter<ConversationRow>) };
    return this.rows.findOneAndUpdate(filter, { $set: change, ...ONE_REVISION_ON }, this.after);
  }

  async assigneeOf(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<UserId | null> {
    const options = { projection: { assigneeId: 1 }, ...this.transactions.options };
    return (await this.rows.findOne({ _id: conversationId, workspaceId }, options))?.assigneeId ?? null;
  }

  /** Takes effect at once: turns under way must decide again, and what the bot had not begun to send is cancelled. */
  async setBlocked(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    blockedAt: Date | null,
  ): Promise<ConversationState | null> {
    const quiet = { unread: 0, isUnread: false, waitingSince: null, outbox: OUTBOX_WITHOUT_PENDING_BOT };
    const turnVersion = { $add: ['$turnVersion', 1] };
    const change = { blockedAt, turnVersion, revision: NEXT_REVISION, ...(blockedAt === null ? {} : quiet) };
    const stages = [{ $set: change }, SET_WORK_DUE_AT];
    return this.rows.findOneAndUpdate({ _id: conversationId, workspaceId }, stages, this.after);
  }

  /** The same for many, as they are now; returns those that it changed. */
  async changeAll(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
    change: DeskChange,
  ): Promise<ConversationState[]> {
    const filter = { _id: { $in: [...conversationIds] }, workspaceId, shadow: false };
    await this.rows.updateMany(filter, { $set: change, ...ONE_REVISION_ON }, this.transactions.options);
    const options = { projection: WITHOUT_RING, ...this.transactions.options };
    return this.rows.find(filter, options).toArray();
  }

  async findAll(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<ConversationState[]> {
    return this.rows.find({ _id: { $in: [...conversationIds] }, workspaceId }, { projection: WITHOUT_RING }).toArray();
  }

  /** How many open conversations each has, but for some; those with none are absent. */
  async openOf(
    workspaceId: WorkspaceId,
    userIds: readonly UserId[],
    except: readonly ConversationId[] = [],
  ): Promise<Map<UserId, number>> {
    const others = except.length === 0 ? {} : { _id: { $nin: [...except] } };
    const counts = await this.rows
      .aggregate<{ _id: UserId; count: number }>(
        [
          { $match: { workspaceId, assigneeId: { $in: [...userIds] }, shadow: false, status: 'open', ...others } },
          { $group: { _id: '$assigneeId', count: { $sum: 1 } } },
        ],
        { hint: 'inbox_assignee_status' },
      )
      .toArray();
    return new Map(counts.map(({ _id, count }) => [_id, count]));
  }

  /** Snoozed ones whose time is over, of all workspaces. Without the type the partial index would not be used. */
  async snoozeOver(now: Date, limit: number): Promise<Pick<ConversationRow, '_id' | 'workspaceId'>[]> {
    return this.rows
      .find({ snoozedUntil: { $lte: now, $type: 'date' } }, { projection: { workspaceId: 1 } })
      .sort({ snoozedUntil: 1 })
      .limit(limit)
      .toArray();
  }

  /** Null when it woke already, or was snoozed anew. */
  async wake(workspaceId: WorkspaceId, conversationId: ConversationId, now: Date): Promise<ConversationState | null> {
    const filter = { _id: conversationId, workspaceId, snoozedUntil: { $lte: now } };
    const awake = { status: 'open', snoozedUntil: null } as const;
    return this.rows.findOneAndUpdate(filter, { $set: awake, ...ONE_REVISION_ON }, this.after);
  }

  private get after() {
    return { returnDocument: 'after', projection: WITHOUT_RING, ...this.transactions.options } as const;
  }
}
