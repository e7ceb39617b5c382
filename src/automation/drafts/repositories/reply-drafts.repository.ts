import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey, olderThan, Transactions } from '../../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../../shared/kernel';
import type { ReplyDraft, ReplyDraftStatus } from '../domain/reply-draft';
import { REPLY_DRAFTS, type ReplyDraftRow } from '../schemas/reply-draft.schema';

export interface ReplyDraftFilter {
  status: ReplyDraftStatus;
  conversationId?: ConversationId;
}

type Decided = Pick<ReplyDraft, 'decidedBy' | 'decidedAt' | 'sentText' | 'editDistance'>;

@Injectable()
export class ReplyDraftsRepository {
  private readonly rows: mongo.Collection<ReplyDraftRow>;

  constructor(
    @InjectModel(REPLY_DRAFTS) model: Model<ReplyDraftRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ReplyDraftRow>;
  }

  /** False when there is one of this id. */
  async insertIfNew({ id, ...draft }: ReplyDraft): Promise<boolean> {
    try {
      await this.rows.insertOne({ _id: id, ...draft }, this.transactions.options);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ReplyDraft | null> {
    const row = await this.rows.findOne({ _id: id, workspaceId }, this.transactions.options);
    return row === null ? null : toDraft(row);
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    filter: ReplyDraftFilter,
    page: { limit: number; after?: CursorPosition },
  ): Promise<ReplyDraft[]> {
    const rows = await this.rows
      .find({ workspaceId, ...filter, ...olderThan('createdAt', page.after) }, this.transactions.options)
      .sort({ createdAt: -1, _id: -1 })
      .limit(page.limit)
      .toArray();
    return rows.map(toDraft);
  }

  /** False when it does not wait any more. */
  async decide(workspaceId: WorkspaceId, id: string, status: ReplyDraftStatus, decided: Decided): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: id, workspaceId, status: 'waiting' },
      { $set: { status, ...decided } },
      this.transactions.options,
    );
    return matchedCount === 1;
  }

  /** All that wait in the conversation and are not this one. */
  async supersede(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    by: { id: string; at: Date },
  ): Promise<void> {
    await this.rows.updateMany(
      { workspaceId, conversationId, status: 'waiting', _id: { $ne: by.id } },
      { $set: { status: 'superseded', decidedAt: by.at } },
      this.transactions.options,
    );
  }
}

const toDraft = ({ _id, ...row }: ReplyDraftRow): ReplyDraft => ({ id: _id, ...row });
