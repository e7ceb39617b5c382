import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';
import { allTerms } from './all-terms';

type Rows = mongo.Collection<MessageRow>;

/** How people page through messages and find them again. One command each. */
@Injectable()
export class ThreadRepository {
  private readonly rows: Rows;

  constructor(@InjectModel(MESSAGES) model: Model<MessageRow>) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Oldest first, those after this position. */
  async newer(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { at, id }: CursorPosition,
    limit: number,
  ): Promise<MessageRow[]> {
    const past = { $or: [{ at: { $gt: at } }, { at, _id: { $gt: id } }] };
    return this.rows
      .find({ workspaceId, conversationId, at: { $gte: at }, ...past })
      .sort({ at: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Newest first, those with all the words; of one conversation, or of all. */
  async withWords(
    workspaceId: WorkspaceId,
    terms: readonly string[],
    page: { limit: number; before?: CursorPosition; conversationId?: ConversationId },
  ): Promise<MessageRow[]> {
    const { limit, before, conversationId } = page;
    const within = conversationId === undefined ? {} : { conversationId };
    return this.rows
      .find({ workspaceId, ...allTerms('terms', terms), ...within, ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .hint('words')
      .limit(limit)
      .toArray();
  }
}
