import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../../shared/database';
import type { ConversationId, WorkspaceId } from '../../../shared/kernel';
import { CONVERSATION_SUMMARIES, type ConversationSummaryRow } from '../schemas/conversation-summary.schema';

export interface ConversationSummary {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  summary: string;
  upTo: Date;
}

@Injectable()
export class ConversationSummariesRepository {
  private readonly rows: mongo.Collection<ConversationSummaryRow>;

  constructor(@InjectModel(CONVERSATION_SUMMARIES) model: Model<ConversationSummaryRow>) {
    this.rows = model.collection as unknown as mongo.Collection<ConversationSummaryRow>;
  }

  async find(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<ConversationSummary | null> {
    const row = await this.rows.findOne({ _id: conversationId, workspaceId });
    return row === null ? null : { workspaceId, conversationId, summary: row.summary, upTo: row.upTo };
  }

  /** One that takes in more stays. */
  async keep({ conversationId, workspaceId, summary, upTo }: ConversationSummary): Promise<void> {
    try {
      await this.rows.updateOne(
        { _id: conversationId, workspaceId, upTo: { $lt: upTo } },
        { $set: { summary, upTo } },
        { upsert: true },
      );
    } catch (error) {
      // There is one, and it is newer.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
