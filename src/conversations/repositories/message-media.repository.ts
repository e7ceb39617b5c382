import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { type AccountId, type ConversationId, knownFields, type WorkspaceId } from '../../shared/kernel';
import type { Attachment } from '../domain/content';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

/** A message whose files are to be brought in line with what it holds. */
export interface DueMedia {
  messageId: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  mid?: string;
  direction: MessageRow['direction'];
  /** Read from the thread afterwards. */
  backfill?: MessageRow['backfill'];
  /** Of the message. */
  at: Date;
  attachments: Attachment[];
  /** Tries so far. */
  attempts: number;
  dueAt: Date;
}

/** What became of one attachment, by its place in the message. */
export interface AttachmentChange {
  index: number;
  set: Pick<Attachment, 'state' | 'problem' | 'file'>;
}

/** `nextAt`: when to try again; null when all is said. `voiceAt`: when its voice notes are to be transcribed. */
export interface MediaOutcome {
  changes: readonly AttachmentChange[];
  nextAt: Date | null;
  voiceAt?: Date;
}

const FIELDS = {
  workspaceId: 1,
  conversationId: 1,
  accountId: 1,
  mid: 1,
  direction: 1,
  backfill: 1,
  at: 1,
  attachments: 1,
} as const;

@Injectable()
export class MessageMediaRepository {
  private readonly rows: mongo.Collection<MessageRow>;

  constructor(@InjectModel(MESSAGES) model: Model<MessageRow>) {
    this.rows = model.collection as unknown as mongo.Collection<MessageRow>;
  }

  /** Of all workspaces, the newest first. Without the type the partial index would not be used. */
  async due(now: Date, limit: number): Promise<DueMedia[]> {
    const projection = { ...FIELDS, mediaDueAt: 1, mediaAttempts: 1 } as const;
    const rows = await this.rows
      .find({ mediaDueAt: { $lte: now, $type: 'date' } }, { projection })
      .sort({ mediaDueAt: -1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, workspaceId, conversationId, accountId, mid, direction, backfill, ...row }) => ({
      messageId: _id,
      workspaceId,
      conversationId,
      accountId,
      direction,
      ...knownFields({ mid, backfill }),
      at: row.at,
      attachments: row.attachments,
      attempts: row.mediaAttempts ?? 0,
      dueAt: row.mediaDueAt ?? row.at,
    }));
  }

  /** False when another was first, or the message has changed. */
  async take({ workspaceId, messageId, dueAt }: DueMedia, until: Date): Promise<boolean> {
    const { modifiedCount } = await this.rows.updateOne(
      { _id: messageId, workspaceId, mediaDueAt: dueAt },
      { $set: { mediaDueAt: until }, $inc: { mediaAttempts: 1 } },
    );
    return modifiedCount === 1;
  }

  /** Writes what became of those taken until `until`. False when the message was unsent or erased meanwhile. */
  async settle(
    { workspaceId, messageId }: Pick<DueMedia, 'workspaceId' | 'messageId'>,
    until: Date,
    { changes, nextAt, voiceAt }: MediaOutcome,
  ): Promise<boolean> {
    const fields = changes.flatMap(({ index, set }) =>
      Object.entries(set).map(([name, value]) => [`attachments.${index}.${name}`, value] as const),
    );
    const dates = knownFields({ mediaDueAt: nextAt ?? undefined, voiceDueAt: voiceAt });
    const $set = { ...Object.fromEntries(fields), ...dates };
    const { matchedCount } = await this.rows.updateOne(
      { _id: messageId, workspaceId, mediaDueAt: until },
      {
        ...(Object.keys($set).length === 0 ? {} : { $set }),
        ...(nextAt === null ? { $unset: { mediaDueAt: '' } } : {}),
      },
    );
    return matchedCount === 1;
  }
}
