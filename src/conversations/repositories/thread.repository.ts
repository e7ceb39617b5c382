import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ConversationId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import { MESSAGE_MARKS, type MessageMarkRow } from '../schemas/message-mark.schema';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';
import { allTerms } from './all-terms';

type Rows = mongo.Collection<MessageRow>;

/** Messages of one conversation with what happened to them since. */
export interface ThreadRead {
  rows: readonly MessageRow[];
  marks: readonly MessageMarkRow[];
}

const NOTHING: ThreadRead = { rows: [], marks: [] };

/** How people page through messages and find them again. One command each. */
@Injectable()
export class ThreadRepository {
  private readonly rows: Rows;

  constructor(@InjectModel(MESSAGES) model: Model<MessageRow>) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Newest first, those before this position. */
  async older(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    limit: number,
    before?: CursorPosition,
  ): Promise<ThreadRead> {
    return this.read({ workspaceId, conversationId, ...olderThan('at', before) }, -1, limit);
  }

  /** Newest first, the one at this position and those before it. */
  async upTo(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { at, id }: CursorPosition,
    limit: number,
  ): Promise<ThreadRead> {
    const reached = { $or: [{ at: { $lt: at } }, { at, _id: { $lte: id } }] };
    return this.read({ workspaceId, conversationId, at: { $lte: at }, ...reached }, -1, limit);
  }

  /** Oldest first, those after this position. */
  async newer(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { at, id }: CursorPosition,
    limit: number,
  ): Promise<ThreadRead> {
    const past = { $or: [{ at: { $gt: at } }, { at, _id: { $gt: id } }] };
    return this.read({ workspaceId, conversationId, at: { $gte: at }, ...past }, 1, limit);
  }

  /**
   * Newest first, those with all the words; of one conversation, or of all. Within a conversation its messages are walked:
   * all others with a common word would be far more.
   */
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
      .hint(conversationId === undefined ? 'words' : 'thread')
      .limit(limit)
      .toArray();
  }

  /** All marks of the page by one look, as every page needs both. */
  private async read(
    filter: mongo.Filter<MessageRow> & { workspaceId: WorkspaceId; conversationId: ConversationId },
    direction: 1 | -1,
    limit: number,
  ): Promise<ThreadRead> {
    const { workspaceId, conversationId } = filter;
    const here = [{ $match: { workspaceId, conversationId } }];
    const stages = [
      { $match: filter },
      { $sort: { at: direction, _id: direction } },
      { $limit: limit },
      { $group: { _id: null, rows: { $push: '$$ROOT' } } },
      { $lookup: { from: MESSAGE_MARKS, localField: 'rows.mid', foreignField: 'mid', pipeline: here, as: 'marks' } },
    ];
    const [page] = await this.rows.aggregate<ThreadRead>(stages, { hint: 'thread' }).toArray();
    return page ?? NOTHING;
  }
}
