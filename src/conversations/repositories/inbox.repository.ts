import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { duplicateIndexesOf, olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { LaneIdentity } from './lane.repository';
import { INBOX_EVENTS, type InboxEventRow, type LaneEvent } from '../schemas/inbox-event.schema';

type Rows = mongo.Collection<InboxEventRow>;

@Injectable()
export class InboxRepository {
  private readonly rows: Rows;

  constructor(
    @InjectModel(INBOX_EVENTS) model: Model<InboxEventRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Durable when it returns. `duplicates` were there already; `failed` could not be stored, the others could. */
  async insertMany(events: readonly InboxEventRow[]): Promise<{ duplicates: Set<number>; failed: Set<number> }> {
    try {
      await this.rows.insertMany([...events], { ordered: false, writeConcern: { w: 'majority' } });
      return { duplicates: new Set(), failed: new Set() };
    } catch (error) {
      return duplicateIndexesOf(error);
    }
  }

  /** Part of the change under way. */
  async insertWithin(events: readonly InboxEventRow[]): Promise<void> {
    await this.rows.insertMany([...events], this.transactions.options);
  }

  async markDone(ids: readonly string[], at: Date): Promise<void> {
    await this.rows.updateMany(
      { _id: { $in: [...ids] }, status: { $in: ['pending', 'receipt'] } },
      { $set: { status: 'done', doneAt: at } },
    );
  }

  async markParked(id: string, reason: string, at: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, status: 'pending' }, { $set: { status: 'parked', parked: { reason, at } } });
  }

  /** What events of these ids say is forgotten, however they stand: their authors took it back. */
  async forgetContent(workspaceId: WorkspaceId, ids: readonly string[]): Promise<void> {
    await this.rows.updateMany({ _id: { $in: [...ids] }, workspaceId }, [
      { $set: { payload: { $mergeObjects: ['$payload', { text: '', attachments: [] }] } } },
      { $unset: ['raw', 'payload.quickReplyPayload', 'payload.replyTo', 'payload.referral'] },
    ]);
  }

  /** As they came, events that were done in that time keep no longer. At most `limit`; returns when the last of them was done. */
  async forgetRaw(doneFrom: Date, doneBefore: Date, limit: number): Promise<Date | null> {
    const rows = await this.rows
      .find({ doneAt: { $gte: doneFrom, $lt: doneBefore }, raw: { $exists: true } }, { projection: { doneAt: 1 } })
      .sort({ doneAt: 1 })
      .limit(limit)
      .toArray();
    const last = rows.at(-1);
    if (last?.doneAt === undefined) return null;
    await this.rows.updateMany({ _id: { $in: rows.map(({ _id }) => _id) } }, { $unset: { raw: '' } });
    return last.doneAt;
  }

  /** Conversations with an event that has been pending since before `before`. */
  async lanesPendingSince(before: Date, limit: number): Promise<LaneIdentity[]> {
    const stages = [
      { $match: { status: 'pending', receivedAt: { $lt: before } } },
      { $sort: { receivedAt: 1 } },
      { $limit: limit },
      {
        $group: {
          _id: '$conversationId',
          workspaceId: { $first: '$workspaceId' },
          accountId: { $first: '$accountId' },
          participantId: { $first: '$participantId' },
        },
      },
      { $project: { _id: 0, conversationId: '$_id', workspaceId: 1, accountId: 1, participantId: 1 } },
    ];
    return this.rows.aggregate<LaneIdentity>(stages).toArray();
  }

  async oldestPending(): Promise<Date | null> {
    const [oldest] = await this.rows
      .find({ status: 'pending' }, { projection: { receivedAt: 1 } })
      .sort({ receivedAt: 1 })
      .limit(1)
      .toArray();
    return oldest?.receivedAt ?? null;
  }

  async openReceipts(before: Date, limit: number): Promise<InboxEventRow[]> {
    return this.rows
      .find({ status: 'receipt', receivedAt: { $lt: before } })
      .sort({ receivedAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** An event of a conversation, whatever became of it. */
  async findReceived(id: string): Promise<LaneEvent | null> {
    const event = await this.rows.findOne({ _id: id, conversationId: { $ne: null } });
    return event as LaneEvent | null;
  }

  async findParked(id: string): Promise<InboxEventRow | null> {
    return this.rows.findOne({ _id: id, status: 'parked' });
  }

  /** parked → replayed or discarded; false when somebody else has decided already. */
  async settleParked(id: string, status: 'replayed' | 'discarded', at: Date): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: id, status: 'parked' },
      { $set: { status, doneAt: at } },
      this.transactions.options,
    );
    return result.modifiedCount === 1;
  }

  async list(status: 'parked' | 'ignored', limit: number, before?: CursorPosition): Promise<InboxEventRow[]> {
    return this.rows
      .find({ status, ...olderThan('receivedAt', before) })
      .sort({ receivedAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async count(status: 'parked'): Promise<number> {
    return this.rows.countDocuments({ status });
  }
}
