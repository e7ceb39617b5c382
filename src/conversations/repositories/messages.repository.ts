import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { duplicateIndexesOf, isTransient, olderThan, Transactions } from '../../shared/database';
import {
  type AccountId,
  type ConversationId,
  type CursorPosition,
  Grouping,
  type WorkspaceId,
} from '../../shared/kernel';
import type { ParkedSend } from '../domain/echo-step';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

type Rows = mongo.Collection<MessageRow>;
type Inserted = 'inserted' | 'duplicate' | { error: unknown };

const isFailure = (outcome: Inserted): outcome is { error: unknown } => typeof outcome === 'object';

@Injectable()
export class MessagesRepository {
  private readonly rows: Rows;
  /** Of all conversations of this process. */
  private readonly inserts = new Grouping<MessageRow, Inserted>((rows) => this.insertMany(rows), {
    mayBeOneItem: (error) => !isTransient(error),
  });

  constructor(
    @InjectModel(MESSAGES) model: Model<MessageRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Idempotent: a row that is there already stays as it is. */
  async insertNew(rows: readonly MessageRow[]): Promise<void> {
    const failed = (await this.inserts.add(rows)).find(isFailure);
    if (failed !== undefined) throw failed.error;
  }

  /** Writes the result of a send over whatever an earlier try left; a mid, once written, stays. */
  async writeSendResult(row: MessageRow): Promise<void> {
    const [outcome] = await this.inserts.add([row]);
    if (outcome !== undefined && isFailure(outcome)) throw outcome.error;
    if (outcome === 'duplicate') await this.overwrite(row);
  }

  private async overwrite({ _id, workspaceId, mid, ...rest }: MessageRow): Promise<void> {
    const unlessDelivered = mid === undefined ? { mid: { $exists: false } } : {};
    await this.rows.updateOne(
      { _id, workspaceId, ...unlessDelivered },
      {
        $set: { ...rest, ...(mid === undefined ? {} : { mid }) },
        ...(mid === undefined ? {} : { $unset: { error: '' } }),
      },
    );
  }

  private async insertMany(rows: MessageRow[]): Promise<Inserted[]> {
    try {
      await this.rows.insertMany(rows, { ordered: false });
      return rows.map(() => 'inserted');
    } catch (error) {
      const { duplicates, failed } = duplicateIndexesOf(error);
      return rows.map((_, index) => (failed.has(index) ? { error } : duplicates.has(index) ? 'duplicate' : 'inserted'));
    }
  }

  /** Of these mids, those that belong to a row that a send wrote. */
  async ownMids(accountId: AccountId, mids: readonly string[]): Promise<Set<string>> {
    const rows = await this.rows
      .find({ accountId, mid: { $in: [...mids] }, effectId: { $exists: true } }, { projection: { mid: 1 } })
      .toArray();
    return new Set(rows.flatMap(({ mid }) => (mid === undefined ? [] : [mid])));
  }

  /** Of these mids, those that any row of the conversation has. */
  async takenMids(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    mids: readonly string[],
  ): Promise<Set<string>> {
    const rows = await this.rows
      .find({ workspaceId, conversationId, mid: { $in: [...mids] } }, { projection: { mid: 1 } })
      .toArray();
    return new Set(rows.flatMap(({ mid }) => (mid === undefined ? [] : [mid])));
  }

  async parkedOf(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<ParkedSend[]> {
    const rows = await this.rows
      .find({ workspaceId, conversationId, status: 'parked' }, { projection: { text: 1 } })
      .sort({ at: 1 })
      .toArray();
    return rows.map(({ _id, text }) => ({ messageId: _id, text }));
  }

  /** A late echo proves that a parked send was delivered. */
  async settleParked(workspaceId: WorkspaceId, messageId: string, mid: string, at: Date): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: messageId, workspaceId, status: 'parked' },
      { $set: { status: 'sent', mid, at }, $unset: { error: '' } },
    );
    return result.modifiedCount === 1;
  }

  /** parked → discarded; false when a late echo or somebody else came first. */
  async discardParked(messageId: string): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: messageId, status: 'parked' },
      { $set: { status: 'discarded' } },
      this.transactions.options,
    );
    return result.modifiedCount === 1;
  }

  async find(workspaceId: WorkspaceId, messageId: string): Promise<MessageRow | null> {
    return this.rows.findOne({ _id: messageId, workspaceId });
  }

  async findAll(workspaceId: WorkspaceId, messageIds: readonly string[]): Promise<MessageRow[]> {
    return this.rows.find({ _id: { $in: [...messageIds] }, workspaceId }).toArray();
  }

  async findParked(messageId: string): Promise<MessageRow | null> {
    return this.rows.findOne({ _id: messageId, status: 'parked' });
  }

  async listByConversation(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    limit: number,
    before?: CursorPosition,
  ): Promise<MessageRow[]> {
    return this.rows
      .find({ workspaceId, conversationId, ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async listParked(limit: number, before?: CursorPosition): Promise<MessageRow[]> {
    return this.rows
      .find({ status: 'parked', ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async countParked(): Promise<number> {
    return this.rows.countDocuments({ status: 'parked' });
  }

  /** Of a workspace, at most `limit` from before that time; the oldest first. Parked ones wait for a person. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const old = { workspaceId, at: { $lt: before }, status: { $ne: 'parked' as const } };
    const rows = await this.rows
      .find(old, { projection: { _id: 1 } })
      .sort({ at: 1 })
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) }, workspaceId });
    return deletedCount;
  }
}
