import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { type CountedRow, CountedRows, Transactions } from '../../shared/database';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import { CONVERSATIONS, type ConversationRow } from '../schemas/conversation.schema';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

/** A message as reports count it. */
export interface MessageFact
  extends
    CountedRow,
    Pick<MessageRow, 'kind' | 'direction' | 'origin' | 'status' | 'at' | 'text' | 'backfill' | 'formerAt'> {
  conversationId: ConversationId;
  accountId: AccountId;
  userId?: UserId;
  standby?: true;
  quickReplyPayload?: string;
  postbackPayload?: string;
  content?: { kind: NonNullable<MessageRow['content']>['kind'] };
  attachments?: { type: string }[];
  error?: { code: string };
}

/** A message of a conversation that is known. */
export type ThreadFact = Omit<MessageFact, 'workspaceId' | 'folded' | 'formerAt'>;

/** Messages of conversations within a time. */
export interface ThreadSpan {
  conversationIds: readonly ConversationId[];
  /** Inclusive; the end is not. */
  from: Date;
  to: Date;
}

const THREAD_FIELDS = [
  ...['conversationId', 'accountId', 'kind', 'direction', 'origin', 'status', 'at', 'text', 'backfill', 'userId'],
  ...['standby', 'quickReplyPayload', 'postbackPayload', 'content.kind', 'attachments.type', 'error.code'],
];
const THREAD_PROJECTION = Object.fromEntries(THREAD_FIELDS.map((field) => [field, 1 as const]));
/** Decoded at once: some milliseconds. */
const READ_AT_ONCE = 2_000;

export interface ReportedConversation {
  id: ConversationId;
  accountId: AccountId;
}

/** Messages and their conversations, for reports. */
@Injectable()
export class MessageFactsRepository extends CountedRows<MessageFact> {
  private readonly messages: mongo.Collection<MessageRow>;
  private readonly conversations: mongo.Collection<ConversationRow>;

  constructor(
    @InjectModel(MESSAGES) model: Model<MessageRow>,
    @InjectModel(CONVERSATIONS) conversations: Model<ConversationRow>,
    transactions: Transactions,
  ) {
    super(model, transactions, { fields: [...THREAD_FIELDS, 'formerAt'], age: 'at' });
    this.messages = model.collection as unknown as mongo.Collection<MessageRow>;
    this.conversations = conversations.collection as unknown as mongo.Collection<ConversationRow>;
  }

  /** In no order. */
  async ofThreads(workspaceId: WorkspaceId, { conversationIds, from, to }: ThreadSpan): Promise<ThreadFact[]> {
    const filter = { workspaceId, conversationId: { $in: [...conversationIds] }, at: { $gte: from, $lt: to } };
    return this.find(filter).toArray();
  }

  /** All messages of conversations, some at a time: one conversation after the other, the youngest messages first. */
  async *wholeThreads(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
  ): AsyncGenerator<ThreadFact[]> {
    const filter = { workspaceId, conversationId: { $in: [...conversationIds] } };
    const cursor = this.find(filter).sort({ conversationId: 1, at: -1, _id: -1 });
    try {
      while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
    } finally {
      await cursor.close();
    }
  }

  /** All conversations of a workspace, page by page. */
  async conversationPage(
    workspaceId: WorkspaceId,
    limit: number,
    after?: ReportedConversation,
  ): Promise<ReportedConversation[]> {
    const behind =
      after === undefined
        ? {}
        : {
            accountId: { $gte: after.accountId },
            $or: [{ accountId: { $gt: after.accountId } }, { accountId: after.accountId, _id: { $gt: after.id } }],
          };
    const rows = await this.conversations
      .find({ workspaceId, ...behind }, { projection: { accountId: 1 }, hint: 'of_account' })
      .sort({ accountId: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, accountId }) => ({ id: _id, accountId }));
  }

  async accountsOf(workspaceId: WorkspaceId, ids: readonly ConversationId[]): Promise<Map<ConversationId, AccountId>> {
    const rows = await this.conversations
      .find({ _id: { $in: [...ids] }, workspaceId }, { projection: { accountId: 1 } })
      .toArray();
    return new Map(rows.map(({ _id, accountId }) => [_id, accountId]));
  }

  private find(filter: mongo.Filter<MessageRow>): mongo.FindCursor<ThreadFact> {
    return this.messages.find<ThreadFact>(filter, {
      projection: THREAD_PROJECTION,
      hint: 'thread',
      batchSize: READ_AT_ONCE,
    });
  }
}
