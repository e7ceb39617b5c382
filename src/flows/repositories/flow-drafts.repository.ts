import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import { type DraftStatus, FLOW_DRAFTS, type FlowDraftRow } from '../schemas/flow-draft.schema';

export interface DraftFilter {
  status?: DraftStatus;
  templateId?: string;
}

export type ListedDraft = Omit<FlowDraftRow, 'content'>;
export type DraftUpdate = Partial<
  Pick<FlowDraftRow, 'name' | 'description' | 'content' | 'status' | 'templateId' | 'updatedBy'>
>;

/** Drafts belong to no workspace. */
@Injectable()
export class FlowDraftsRepository {
  private readonly rows: mongo.Collection<FlowDraftRow>;

  constructor(
    @InjectModel(FLOW_DRAFTS) model: Model<FlowDraftRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<FlowDraftRow>;
  }

  find(draftId: string): Promise<FlowDraftRow | null> {
    return this.rows.findOne({ _id: draftId }, this.transactions.options);
  }

  /** Newest first, from after the given position, without their content. */
  list({ status, templateId }: DraftFilter, limit: number, after?: CursorPosition): Promise<ListedDraft[]> {
    const filter = {
      ...(status === undefined ? {} : { status }),
      ...(templateId === undefined ? {} : { templateId }),
      ...olderThan('createdAt', after),
    };
    return this.rows
      .find(filter)
      .project<ListedDraft>({ content: 0 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async insert(row: FlowDraftRow): Promise<void> {
    await this.rows.insertOne(row, this.transactions.options);
  }

  /** Null when there is none with that version: it is gone, or somebody changed it meanwhile. */
  update(draftId: string, version: number, change: DraftUpdate, now: Date): Promise<FlowDraftRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: draftId, version },
      { $set: { ...change, updatedAt: now }, $inc: { version: 1 } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }

  /** Notes what was published of it; no change of what the draft holds. False when somebody changed it meanwhile. */
  async notePublished(
    draftId: string,
    version: number,
    note: Pick<FlowDraftRow, 'published' | 'templateId'>,
  ): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: draftId, version },
      { $set: note },
      this.transactions.options,
    );
    return matchedCount === 1;
  }
}
