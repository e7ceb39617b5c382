import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { GapPosition, KnowledgeGap } from '../domain/knowledge-gap';
import { KNOWLEDGE_GAPS, type KnowledgeGapRow } from '../schemas/knowledge-gap.schema';

/** Of questions, and of conversations in which they came up. */
const KEPT = 10;

export interface GapNote {
  id: string;
  workspaceId: WorkspaceId;
  question: string;
  conversationId?: string;
  at: Date;
}

@Injectable()
export class KnowledgeGapsRepository {
  private readonly rows: mongo.Collection<KnowledgeGapRow>;

  constructor(
    @InjectModel(KNOWLEDGE_GAPS) model: Model<KnowledgeGapRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeGapRow>;
  }

  async note({ id, workspaceId, question, conversationId, at }: GapNote): Promise<void> {
    const conversationIds = { $each: conversationId === undefined ? [] : [conversationId], $slice: -KEPT };
    await this.rows.updateOne(
      { _id: id, workspaceId },
      {
        $setOnInsert: { firstAt: at },
        $max: { lastAt: at },
        $inc: { count: 1 },
        $push: { questions: { $each: [question], $slice: -KEPT }, conversationIds },
      },
      { upsert: true },
    );
  }

  /** Those asked most often first, at most `limit`, those after `after` in that order. */
  async list(workspaceId: WorkspaceId, limit: number, after?: GapPosition): Promise<KnowledgeGap[]> {
    const rows = await this.rows
      .find({ workspaceId, ...behind(after) })
      .sort({ count: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, questions, count, firstAt, lastAt }) => ({ id: _id, questions, count, firstAt, lastAt }));
  }

  /** False when there is none. */
  async remove(workspaceId: WorkspaceId, id: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: id, workspaceId }, this.transactions.options);
    return deletedCount === 1;
  }
}

/** The bound beside the $or lets the index scan begin where the last page ended. */
function behind(after: GapPosition | undefined): object {
  if (after === undefined) return {};
  const { count, id } = after;
  return { count: { $lte: count }, $or: [{ count: { $lt: count } }, { count, _id: { $lt: id } }] };
}
