import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { type ConversationRow, CONVERSATIONS } from '../schemas/conversation.schema';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

const PERSON = { participant: 1, waitingSince: 1, lastInboundAt: 1, assigneeId: 1 } as const;
const UNDELIVERED = { conversationId: 1, status: 1, text: 1, at: 1, error: 1 } as const;
const ANSWER = { at: 1, origin: 1, userId: 1 } as const;
export type WaitingRow = Pick<ConversationRow, '_id' | keyof typeof PERSON>;
export type UndeliveredRow = Pick<MessageRow, '_id' | keyof typeof UNDELIVERED>;
export type AnswerRow = Pick<MessageRow, keyof typeof ANSWER>;

/** What asks for somebody's attention. Each is one command by an index. */
@Injectable()
export class AttentionRepository {
  private readonly conversations: mongo.Collection<ConversationRow>;
  private readonly messages: mongo.Collection<MessageRow>;

  constructor(
    @InjectModel(CONVERSATIONS) conversations: Model<ConversationRow>,
    @InjectModel(MESSAGES) messages: Model<MessageRow>,
  ) {
    this.conversations = conversations.collection as unknown as mongo.Collection<ConversationRow>;
    this.messages = messages.collection as unknown as mongo.Collection<MessageRow>;
  }

  /** Open ones whose person has waited since `before` or longer, longest first. */
  async waiting(workspaceId: WorkspaceId, before: Date, limit: number): Promise<WaitingRow[]> {
    return this.conversations
      .find(
        { workspaceId, shadow: false, waitingSince: { $lte: before, $type: 'date' }, status: 'open' },
        { projection: PERSON },
      )
      .sort({ waitingSince: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Open ones whose person waits and wrote last between the two, earliest first. */
  async waitingSilently(
    workspaceId: WorkspaceId,
    lastInbound: { after: Date; before: Date },
    limit: number,
  ): Promise<WaitingRow[]> {
    const lastInboundAt = { $gt: lastInbound.after, $lte: lastInbound.before };
    return this.conversations
      .find(
        { workspaceId, shadow: false, lastInboundAt, waitingSince: { $ne: null }, status: 'open' },
        { projection: PERSON, hint: 'inbox_window_status' },
      )
      .sort({ lastInboundAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Failed or parked since then, and nobody has decided about them; newest first. */
  async undelivered(workspaceId: WorkspaceId, since: Date, limit: number): Promise<UndeliveredRow[]> {
    return this.messages
      .find(
        { workspaceId, at: { $gte: since }, error: { $exists: true }, status: { $in: ['failed', 'parked'] } },
        { projection: UNDELIVERED },
      )
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** The first that somebody of the team wrote, here or in the app, after that; null: nobody did. */
  async firstAnswer(workspaceId: WorkspaceId, conversationId: ConversationId, after: Date): Promise<AnswerRow | null> {
    const byTeam = { origin: { $in: ['person' as const, 'app' as const] }, status: 'sent' as const };
    const rows = await this.messages
      .find({ workspaceId, conversationId, at: { $gt: after }, ...byTeam }, { projection: ANSWER })
      .sort({ at: 1, _id: 1 })
      .limit(1)
      .toArray();
    return rows[0] ?? null;
  }
}
