import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { CONVERSATION_JOBS, type ConversationJobRow, type JobBatch } from '../schemas/conversation-job.schema';

type Progress = Partial<Pick<ConversationJobRow, 'cursor' | 'total' | 'problem' | 'failures' | 'status'>> & {
  updatedAt: Date;
  /** Null: it has ended. */
  dueAt: Date | null;
};

@Injectable()
export class ConversationJobsRepository {
  private readonly rows: mongo.Collection<ConversationJobRow>;

  constructor(
    @InjectModel(CONVERSATION_JOBS) model: Model<ConversationJobRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ConversationJobRow>;
  }

  async insert(job: ConversationJobRow): Promise<void> {
    await this.rows.insertOne(job, this.transactions.options);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ConversationJobRow | null> {
    return this.rows.findOne({ _id: id, workspaceId });
  }

  /** Newest first. */
  async list(workspaceId: WorkspaceId, limit: number, before?: CursorPosition): Promise<ConversationJobRow[]> {
    return this.rows
      .find({ workspaceId, ...olderThan('createdAt', before) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** The one that has waited longest, of all workspaces, for the caller alone until `until`. */
  async takeDue(now: Date, until: Date): Promise<ConversationJobRow | null> {
    const change = { $set: { status: 'running' as const, dueAt: until } };
    const options = { sort: { dueAt: 1 }, returnDocument: 'after' } as const;
    return this.rows.findOneAndUpdate({ dueAt: { $lte: now, $type: 'date' } }, change, options);
  }

  /** Chooses what the next step is about, once. Null when it was cancelled, or another worker has chosen. */
  async plan({ _id, workspaceId, done }: ConversationJobRow, batch: JobBatch): Promise<ConversationJobRow | null> {
    const filter = { _id, workspaceId, done, status: 'running' as const, batch: { $exists: false } };
    return this.rows.findOneAndUpdate(filter, { $set: { batch } }, { returnDocument: 'after' });
  }

  /** Null when it was cancelled, or another worker went on from `done` first. A step that did nothing keeps its batch. */
  async advance(
    { _id, workspaceId, done }: ConversationJobRow,
    step: { done: number; skipped: number },
    { dueAt, ...progress }: Progress,
  ): Promise<ConversationJobRow | null> {
    const filter = { _id, workspaceId, done, status: 'running' as const };
    const change = {
      $inc: step,
      $set: { ...progress, ...(dueAt === null ? {} : { dueAt }) },
      $unset: { ...(dueAt === null ? { dueAt: '' as const } : {}), ...(step.done > 0 ? { batch: '' as const } : {}) },
    };
    return this.rows.findOneAndUpdate(filter, change, { returnDocument: 'after' });
  }

  /** Part of the change under way; null when it has ended. */
  async cancel(workspaceId: WorkspaceId, id: string, at: Date): Promise<ConversationJobRow | null> {
    const open = { _id: id, workspaceId, status: { $in: ['waiting' as const, 'running' as const] } };
    const change = { $set: { status: 'cancelled' as const, updatedAt: at }, $unset: { dueAt: '' as const } };
    return this.rows.findOneAndUpdate(open, change, { returnDocument: 'after', ...this.transactions.options });
  }
}
