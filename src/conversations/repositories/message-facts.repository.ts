import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { type CountedRow, CountedRows, olderThan, Transactions } from '../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import { CONVERSATIONS, type ConversationRow } from '../schemas/conversation.schema';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';
import { byThread, type CountedThread, MESSAGES_AT_ONCE, threadOf, type ThreadPart } from './thread-parts';

/** A message that is to be counted, with its conversation. */
export interface MessageFact extends CountedRow, Pick<MessageRow, 'at' | 'formerAt'> {
  conversationId: ConversationId;
}

/** Messages of conversations within a time. */
export interface ThreadSpan {
  conversationIds: readonly ConversationId[];
  /** Inclusive; the end is not. Absent: all of them. */
  within?: { from: Date; to: Date };
}

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
    super(model, transactions, { fields: ['conversationId', 'at', 'formerAt'], age: 'at' });
    this.messages = model.collection as unknown as mongo.Collection<MessageRow>;
    this.conversations = conversations.collection as unknown as mongo.Collection<ConversationRow>;
  }

  /**
   * Conversations with whatever was said within the time, some at a time; none that were silent.
   * @param atOnce messages of one command
   */
  async *threads(
    workspaceId: WorkspaceId,
    { conversationIds, within }: ThreadSpan,
    atOnce = MESSAGES_AT_ONCE,
  ): AsyncGenerator<CountedThread[]> {
    const time = within === undefined ? {} : { at: { $gte: within.from, $lt: within.to } };
    let left = [...new Set(conversationIds)].sort();
    while (left.length > 0) {
      const { parts, isFull } = await this.partsOf({ workspaceId, conversationId: { $in: left }, ...time }, atOnce);
      const cut = isFull ? parts.pop() : undefined;
      const threads = parts.map((part) => threadOf(part));
      if (cut !== undefined)
        threads.push(threadOf(cut, ...(await this.olderParts(workspaceId, cut, { from: within?.from, atOnce }))));
      yield threads;
      left = cut === undefined ? [] : left.filter((id) => id > cut._id);
    }
  }

  /** Of a conversation that may go on where one command ended. */
  private async olderParts(
    workspaceId: WorkspaceId,
    youngest: ThreadPart,
    { from, atOnce }: { from: Date | undefined; atOnce: number },
  ): Promise<ThreadPart[]> {
    const parts: ThreadPart[] = [];
    let isFull = true;
    while (isFull) {
      const { _id: conversationId, oldestAt, oldestId } = parts.at(-1) ?? youngest;
      const at = { $lte: oldestAt, ...(from === undefined ? {} : { $gte: from }) };
      const older = { ...olderThan('at', { at: oldestAt, id: oldestId }), at };
      const found = await this.partsOf({ workspaceId, conversationId, ...older }, atOnce);
      parts.push(...found.parts);
      isFull = found.isFull;
    }
    return parts;
  }

  /** Full: the last conversation may have more. */
  private async partsOf(
    filter: mongo.Filter<MessageRow>,
    atOnce: number,
  ): Promise<{ parts: ThreadPart[]; isFull: boolean }> {
    const parts = await this.messages
      .aggregate<ThreadPart>([{ $match: filter }, ...byThread(atOnce)], { hint: 'thread', batchSize: atOnce })
      .toArray();
    parts.sort((one, other) => (one._id < other._id ? -1 : 1));
    return { parts, isFull: parts.reduce((sum, { said }) => sum + said.length, 0) === atOnce };
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
}
