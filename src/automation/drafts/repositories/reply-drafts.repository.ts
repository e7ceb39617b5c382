import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey, olderThan, Transactions } from '../../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../../shared/kernel';
import type { Retraction } from '../../domain/waiting-draft';
import type { ReplyDraft, ReplyDraftStatus } from '../domain/reply-draft';
import { REPLY_DRAFTS, type ReplyDraftRow } from '../schemas/reply-draft.schema';

export interface ReplyDraftFilter {
  status: ReplyDraftStatus;
  conversationId?: ConversationId;
}

export type DraftChange = Partial<
  Pick<ReplyDraft, 'decidedBy' | 'decidedAt' | 'sentText' | 'editDistance' | 'supersededBy'>
>;

/** `by` whom, and since when, drafts are of no use any more. */
export interface Superseding {
  by: Retraction;
  /** Those that were made then or before. */
  at: Date;
  exceptId?: string;
}

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

  /** In the place of those that were suggested in the conversation before; returns them. */
  async replaceSuggested(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    drafts: readonly ReplyDraft[],
  ): Promise<ReplyDraft[]> {
    const suggested = { workspaceId, conversationId, status: 'suggested' as const };
    const gone = await this.rows.find(suggested, this.transactions.options).toArray();
    await this.rows.deleteMany(suggested, this.transactions.options);
    const rows = drafts.map(({ id, ...draft }) => ({ _id: id, ...draft }));
    if (rows.length > 0) await this.rows.insertMany(rows, this.transactions.options);
    return gone.map(toDraft);
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

  /** False when it was in none of the states `from`. */
  async move(
    { workspaceId, id }: Pick<ReplyDraft, 'workspaceId' | 'id'>,
    from: readonly ReplyDraftStatus[],
    status: ReplyDraftStatus,
    change: DraftChange = {},
  ): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: id, workspaceId, status: { $in: [...from] } },
      { $set: { status, ...change } },
      this.transactions.options,
    );
    return matchedCount === 1;
  }

  /** What was refused waits as before. */
  async giveBack({ workspaceId, id }: Pick<ReplyDraft, 'workspaceId' | 'id'>, status: ReplyDraftStatus): Promise<void> {
    await this.rows.updateOne(
      { _id: id, workspaceId, status: 'sending' },
      { $set: { status }, $unset: { sentText: '', editDistance: '', decidedBy: '', decidedAt: '' } },
    );
  }

  /** All that wait in the conversation. Returns them, with those of an earlier try that a crash ended. */
  async supersede(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { by, at, exceptId }: Superseding,
  ): Promise<ReplyDraft[]> {
    const others = exceptId === undefined ? {} : { _id: { $ne: exceptId } };
    const gone = { status: 'superseded' as const, decidedAt: at, supersededBy: by };
    await this.rows.updateMany(
      { workspaceId, conversationId, status: 'waiting', createdAt: { $lte: at }, ...others },
      { $set: gone },
      this.transactions.options,
    );
    const rows = await this.rows.find({ workspaceId, conversationId, ...gone }, this.transactions.options).toArray();
    return rows.map(toDraft);
  }
}

const toDraft = ({ _id, ...row }: ReplyDraftRow): ReplyDraft => ({ id: _id, ...row });
