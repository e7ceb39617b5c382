import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { Attachment } from '../domain/content';
import { messageTerms } from '../domain/message-terms';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

/** A message whose voice notes wait to be transcribed. */
export interface DueVoice {
  messageId: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Of the message. */
  at: Date;
  attachments: Attachment[];
  /** Its author took it back. */
  isUnsent: boolean;
  /** Tries so far. */
  attempts: number;
  dueAt: Date;
  correlationId: string;
}

/** What became of one voice note, by its place in the message. */
export interface VoiceChange {
  index: number;
  set: Pick<Attachment, 'transcript' | 'transcriptProblem'>;
}

const FIELDS = {
  ...{ workspaceId: 1, conversationId: 1, at: 1, attachments: 1, unsentAt: 1, correlationId: 1 },
  ...{ voiceDueAt: 1, voiceAttempts: 1 },
} as const;

@Injectable()
export class MessageVoicesRepository {
  private readonly rows: mongo.Collection<MessageRow>;

  constructor(@InjectModel(MESSAGES) model: Model<MessageRow>) {
    this.rows = model.collection as unknown as mongo.Collection<MessageRow>;
  }

  /** Of all workspaces, the oldest first. Without the type the partial index would not be used. */
  async due(now: Date, limit: number): Promise<DueVoice[]> {
    const rows = await this.rows
      .find({ voiceDueAt: { $lte: now, $type: 'date' } }, { projection: FIELDS })
      .sort({ voiceDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id: messageId, unsentAt, voiceAttempts, voiceDueAt, ...row }) => ({
      ...{ messageId, workspaceId: row.workspaceId, conversationId: row.conversationId, at: row.at },
      attachments: row.attachments,
      isUnsent: unsentAt !== undefined,
      attempts: voiceAttempts ?? 0,
      dueAt: voiceDueAt ?? row.at,
      correlationId: row.correlationId,
    }));
  }

  /** False when another was first. */
  async take({ workspaceId, messageId, dueAt }: DueVoice, until: Date): Promise<boolean> {
    const { modifiedCount } = await this.rows.updateOne(
      { _id: messageId, workspaceId, voiceDueAt: dueAt },
      { $set: { voiceDueAt: until }, $inc: { voiceAttempts: 1 } },
    );
    return modifiedCount === 1;
  }

  /** Also among the words that the message is found by. Of one that was taken until `until`. False when it was unsent or erased meanwhile: then nothing is written. */
  async write({ workspaceId, messageId }: DueVoice, until: Date, changes: readonly VoiceChange[]): Promise<boolean> {
    const fields = changes.flatMap(({ index, set }) =>
      Object.entries(set).map(([name, value]) => [`attachments.${index}.${name}`, value] as const),
    );
    const terms = messageTerms(changes.map(({ set }) => set.transcript?.text ?? '').join('\n'));
    const { matchedCount } = await this.rows.updateOne(
      { _id: messageId, workspaceId, voiceDueAt: until, unsentAt: { $exists: false } },
      {
        $set: Object.fromEntries(fields),
        ...(terms.length === 0 ? {} : { $addToSet: { terms: { $each: terms } } }),
      },
    );
    return matchedCount === 1;
  }

  /** `nextAt`: when to try again; null: there is nothing more to do. */
  async release({ workspaceId, messageId }: DueVoice, until: Date, nextAt: Date | null): Promise<void> {
    await this.rows.updateOne(
      { _id: messageId, workspaceId, voiceDueAt: until },
      nextAt === null ? { $unset: { voiceDueAt: '' } } : { $set: { voiceDueAt: nextAt } },
    );
  }
}
