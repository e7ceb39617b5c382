import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import {
  changedSinceCounted,
  duplicateIndexesOf,
  isTransient,
  olderThan,
  Transactions,
  uncounted,
} from '../../shared/database';
import {
  type AccountId,
  type ConversationId,
  type CursorPosition,
  Grouping,
  type WorkspaceId,
} from '../../shared/kernel';
import type { AmendedMessage } from '../domain/amended-message';
import type { ParkedSend } from '../domain/echo-step';
import { awaitingMedia } from '../domain/message-media';
import { searchable } from '../domain/message-terms';
import { MESSAGES, type MessageRow } from '../schemas/message.schema';

/** Beside text and attachments. */
const SAID = ['terms', 'content', 'quickReplyPayload', 'postbackPayload', 'replyTo', 'referral'];

/** By which time reports have counted it. */
const MOVED = { formerAt: { $ifNull: ['$formerAt', '$at'] } };

/** In a pipeline, a text that begins with `$` would be read as a field. */
const literals = (fields: object) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value as unknown }]));

type Rows = mongo.Collection<MessageRow>;
type Inserted = 'inserted' | 'duplicate' | { error: unknown };

const isFailure = (outcome: Inserted): outcome is { error: unknown } => typeof outcome === 'object';

@Injectable()
export class MessagesRepository {
  private readonly rows: Rows;
  /** Of all conversations of this process. */
  private readonly inserts = new Grouping<MessageRow, Inserted>((rows) => this.insertMany(rows), {
    mayBeOneItem: (error) => !isTransient(error),
  });

  constructor(
    @InjectModel(MESSAGES) model: Model<MessageRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Idempotent: a row that is there already stays as it is. Returns the ids of those. */
  async insertNew(rows: readonly MessageRow[]): Promise<string[]> {
    const outcomes = await this.inserts.add(rows.map((row) => searchable(awaitingMedia(row))));
    const failed = outcomes.find(isFailure);
    if (failed !== undefined) throw failed.error;
    return rows.flatMap(({ _id }, index) => (outcomes[index] === 'duplicate' ? [_id] : []));
  }

  /**
   * Writes the result of a send over whatever an earlier try left. A mid, once written, stays; so does what a person has
   * discarded, unless it was delivered after all.
   */
  async writeSendResult(result: MessageRow): Promise<void> {
    const row = searchable(result);
    const [outcome] = await this.inserts.add([row]);
    if (outcome !== undefined && isFailure(outcome)) throw outcome.error;
    if (outcome === 'duplicate') await this.overwrite(row);
  }

  private async overwrite({ _id, workspaceId, mid, ...rest }: MessageRow): Promise<void> {
    const unlessSettled = mid === undefined ? { mid: { $exists: false }, status: { $ne: 'discarded' as const } } : {};
    const said = literals({ ...rest, ...(mid === undefined ? {} : { mid }) });
    await this.rows.updateOne({ _id, workspaceId, ...unlessSettled }, [
      { $set: { ...said, ...MOVED, ...changedSinceCounted() } },
      ...(rest.error === undefined ? [{ $unset: 'error' }] : []),
    ]);
  }

  private async insertMany(rows: MessageRow[]): Promise<Inserted[]> {
    try {
      await this.rows.insertMany(
        rows.map((row) => ({ ...row, ...uncounted })),
        { ordered: false },
      );
      return rows.map(() => 'inserted');
    } catch (error) {
      const { duplicates, failed } = duplicateIndexesOf(error);
      return rows.map((_, index) => (failed.has(index) ? { error } : duplicates.has(index) ? 'duplicate' : 'inserted'));
    }
  }

  /** Of these mids, those that belong to a row that a send wrote. */
  async ownMids(accountId: AccountId, mids: readonly string[]): Promise<Set<string>> {
    const rows = await this.rows
      .find({ accountId, mid: { $in: [...mids] }, effectId: { $exists: true } }, { projection: { mid: 1 } })
      .toArray();
    return new Set(rows.flatMap(({ mid }) => (mid === undefined ? [] : [mid])));
  }

  /** Of these mids, those that any row of the conversation has. */
  async takenMids(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    mids: readonly string[],
  ): Promise<Set<string>> {
    const rows = await this.rows
      .find({ workspaceId, conversationId, mid: { $in: [...mids] } }, { projection: { mid: 1 } })
      .toArray();
    return new Set(rows.flatMap(({ mid }) => (mid === undefined ? [] : [mid])));
  }

  async parkedOf(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<ParkedSend[]> {
    const rows = await this.rows
      .find({ workspaceId, conversationId, status: 'parked' }, { projection: { content: 1 } })
      .sort({ at: 1 })
      .toArray();
    return rows.flatMap(({ _id, content }) => (content === undefined ? [] : [{ messageId: _id, content }]));
  }

  /** A late echo proves that a parked send was delivered. */
  async settleParked(workspaceId: WorkspaceId, messageId: string, mid: string, at: Date): Promise<boolean> {
    const result = await this.rows.updateOne({ _id: messageId, workspaceId, status: 'parked' }, [
      { $set: { ...literals({ status: 'sent', mid, at }), ...MOVED, ...changedSinceCounted() } },
      { $unset: 'error' },
    ]);
    return result.modifiedCount === 1;
  }

  /** parked → discarded; false when a late echo or somebody else came first. */
  async discardParked(messageId: string): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: messageId, status: 'parked' },
      { $set: { status: 'discarded', ...changedSinceCounted() } },
      this.transactions.options,
    );
    return result.modifiedCount === 1;
  }

  /** Of these, those that their authors took back. */
  async unsentAmong(workspaceId: WorkspaceId, messageIds: readonly string[]): Promise<string[]> {
    const rows = await this.rows
      .find({ _id: { $in: [...messageIds] }, workspaceId, unsentAt: { $exists: true } }, { projection: { _id: 1 } })
      .toArray();
    return rows.map(({ _id }) => _id);
  }

  /**
   * Takes everything out of a message that its author took back; files that were copied become due to be removed. Returns
   * it as it was, or null when it is not there.
   */
  async unsend(
    { workspaceId, accountId, mid, receivedIds }: AmendedMessage,
    at: Date,
  ): Promise<Pick<MessageRow, 'text' | 'direction'> | null> {
    const stages = [
      {
        $set: {
          ...{ text: '', attachments: [], unsentAt: at, ...changedSinceCounted() },
          mediaDueAt: { $cond: [{ $gt: [{ $size: '$attachments' }, 0] }, at, '$mediaDueAt'] },
        },
      },
      { $unset: SAID },
    ];
    const options = { returnDocument: 'before', projection: { text: 1, direction: 1 } } as const;
    const received = await this.rows.findOneAndUpdate({ _id: { $in: [...receivedIds] }, workspaceId }, stages, options);
    if (received !== null) return received;
    const ours = { workspaceId, accountId, mid, effectId: { $exists: true } };
    return this.rows.findOneAndUpdate(ours, stages, options);
  }

  /** Its words have changed: it is found by these alone. False when it is not there, or was taken back. */
  async replaceTerms(
    { workspaceId, accountId, mid, receivedIds }: AmendedMessage,
    terms: readonly string[],
  ): Promise<boolean> {
    const update = terms.length === 0 ? { $unset: { terms: '' as const } } : { $set: { terms: [...terms] } };
    const received = { _id: { $in: [...receivedIds] }, workspaceId };
    const stands = { unsentAt: { $exists: false } };
    if ((await this.rows.updateOne({ ...received, ...stands }, update)).matchedCount > 0) return true;
    const ours = { workspaceId, accountId, mid, effectId: { $exists: true }, ...stands };
    return (await this.rows.updateOne(ours, update)).matchedCount > 0;
  }

  /** failed or parked → discarded; false when a late echo or somebody else came first. */
  async discardUndelivered(workspaceId: WorkspaceId, messageId: string): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: messageId, workspaceId, status: { $in: ['failed', 'parked'] } },
      { $set: { status: 'discarded', ...changedSinceCounted() } },
      this.transactions.options,
    );
    return result.modifiedCount === 1;
  }

  /** Part of the change under way. */
  async insertWithin(row: MessageRow): Promise<void> {
    await this.rows.insertOne({ ...searchable(row), ...uncounted }, this.transactions.options);
  }

  /** When a comment of this conversation was made; null when there is none of this id. */
  async commentedAt(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    commentId: string,
  ): Promise<{ at: Date; isLive: boolean } | null> {
    const row = await this.rows.findOne(
      { workspaceId, conversationId, kind: 'comment', 'about.commentId': commentId },
      { projection: { at: 1, about: 1 }, hint: 'thread' },
    );
    return row === null ? null : { at: row.at, isLive: row.about?.isLive === true };
  }

  async find(workspaceId: WorkspaceId, messageId: string): Promise<MessageRow | null> {
    return this.rows.findOne({ _id: messageId, workspaceId });
  }

  async findAll(workspaceId: WorkspaceId, messageIds: readonly string[]): Promise<MessageRow[]> {
    return this.rows.find({ _id: { $in: [...messageIds] }, workspaceId }).toArray();
  }

  async findParked(messageId: string): Promise<MessageRow | null> {
    return this.rows.findOne({ _id: messageId, status: 'parked' });
  }

  async listByConversation(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    limit: number,
    before?: CursorPosition,
  ): Promise<MessageRow[]> {
    return this.rows
      .find({ workspaceId, conversationId, ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async listParked(limit: number, before?: CursorPosition): Promise<MessageRow[]> {
    return this.rows
      .find({ status: 'parked', ...olderThan('at', before) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  async countParked(): Promise<number> {
    return this.rows.countDocuments({ status: 'parked' });
  }

  /** Of a workspace, at most `limit` from before that time; the oldest first. Parked ones wait for a person. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const old = { workspaceId, at: { $lt: before }, status: { $ne: 'parked' as const } };
    const rows = await this.rows
      .find(old, { projection: { _id: 1 } })
      .sort({ at: 1 })
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) }, workspaceId });
    return deletedCount;
  }
}
