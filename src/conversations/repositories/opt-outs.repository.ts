import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import {
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import { OUTBOX_WITHOUT_PENDING_BOT, SET_WORK_DUE_AT } from './expressions';

/** Whether people want messages at all. The claim of every send asks this row. */
@Injectable()
export class OptOutsRepository {
  private readonly rows: mongo.Collection<ConversationRow>;

  constructor(
    @InjectModel(CONVERSATIONS) model: Model<ConversationRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ConversationRow>;
  }

  /** Part of the change under way; turns decide again. Null when there is no such conversation, or it is so already. */
  async set(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    optedOut: boolean,
  ): Promise<ConversationState | null> {
    const turnVersion = { $add: ['$turnVersion', 1] };
    const quiet = optedOut ? { outbox: OUTBOX_WITHOUT_PENDING_BOT } : {};
    return this.rows.findOneAndUpdate(
      { _id: conversationId, workspaceId, optedOut: { $ne: optedOut } },
      [{ $set: { optedOut, turnVersion, ...quiet } }, SET_WORK_DUE_AT],
      { returnDocument: 'after', projection: WITHOUT_RING, ...this.transactions.options },
    );
  }

  /** In how many of these conversations the person wants no messages. */
  count(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<number> {
    return this.rows.countDocuments({ _id: { $in: [...conversationIds] }, workspaceId, optedOut: true });
  }
}
