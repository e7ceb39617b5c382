import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import { type AccountId, stableId, type WorkspaceId } from '../../shared/kernel';
import { MAX_EDITS } from '../domain/limits';
import {
  type MarkedEdit,
  type MarkedReaction,
  MESSAGE_MARKS,
  type MessageMarkRow,
} from '../schemas/message-mark.schema';
import type { MessageRow } from '../schemas/message.schema';
import { type Expression, literal } from './expressions';

export type MarkedMessage = Pick<MessageMarkRow, 'workspaceId' | 'conversationId' | 'accountId' | 'mid'>;

/** A message as far as marks know it. */
type Named = Pick<MessageRow, '_id' | 'accountId' | 'mid'>;
type Rows = mongo.Collection<MessageMarkRow>;

const markId = (accountId: AccountId, mid: string): string => stableId('mark', accountId, mid);

/** Reactions, edits and withdrawals of messages. Each may come in any order, and any number of times. */
@Injectable()
export class MessageMarksRepository {
  private readonly rows: Rows;

  constructor(@InjectModel(MESSAGE_MARKS) model: Model<MessageMarkRow>) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Of each side, the newest counts; of two in the same millisecond, the one that takes back. */
  async react(message: MarkedMessage, reaction: MarkedReaction): Promise<void> {
    const mine = { $eq: ['$$this.by', reaction.by] };
    const goes = reaction.action === 'react' ? { $eq: ['$$this.action', 'unreact'] } : false;
    const newer = {
      $or: [
        { $gt: ['$$this.at', literal(reaction.at)] },
        { $and: [{ $eq: ['$$this.at', literal(reaction.at)] }, goes] },
      ],
    };
    const kept = { $filter: { input: '$reactions', cond: { $or: [{ $not: [mine] }, newer] } } };
    const standing = { $filter: { input: kept, cond: mine } };
    const reactions = {
      $cond: [{ $eq: [{ $size: standing }, 0] }, { $concatArrays: [kept, literal([reaction])] }, kept],
    };
    await this.change(message, reaction.at, { reactions });
  }

  /** Returns how it stands then. What was taken back gets no text again. */
  async edit(message: MarkedMessage, edit: MarkedEdit): Promise<MessageMarkRow> {
    const others = { $filter: { input: '$edits', cond: { $ne: ['$$this.number', literal(edit.number)] } } };
    const text = { $cond: [{ $ifNull: ['$unsentAt', false] }, '', literal(edit.text)] };
    const added = { $concatArrays: [others, [{ number: literal(edit.number), at: literal(edit.at), text }]] };
    const sorted = { $sortArray: { input: added, sortBy: { number: 1 } } };
    return this.change(message, edit.at, { edits: { $slice: [sorted, -MAX_EDITS] } });
  }

  /** Forgets every text. Returns how it stands then. */
  async unsend(message: MarkedMessage, at: Date): Promise<MessageMarkRow> {
    const edits = { $map: { input: '$edits', as: 'this', in: { $mergeObjects: ['$$this', { text: '' }] } } };
    return this.change(message, at, { edits, unsentAt: { $min: ['$unsentAt', literal(at)] } });
  }

  /** By the ids of the messages; of any accounts. */
  async ofMessages(workspaceId: WorkspaceId, messages: readonly Named[]): Promise<Map<string, MessageMarkRow>> {
    const named = messages.flatMap(({ _id, accountId, mid }) =>
      mid === undefined ? [] : [{ messageId: _id, markId: markId(accountId, mid) }],
    );
    if (named.length === 0) return new Map();
    const filter = { _id: { $in: named.map((one) => one.markId) }, workspaceId };
    const marks = new Map((await this.rows.find(filter).toArray()).map((row) => [row._id, row]));
    return new Map(
      named.flatMap(({ messageId, markId: id }) => {
        const mark = marks.get(id);
        return mark === undefined ? [] : [[messageId, mark]];
      }),
    );
  }

  /** An edit came before its message, which is to be looked for then. */
  async awaitMessage({ workspaceId, accountId, mid }: MarkedMessage, dueAt: Date): Promise<void> {
    await this.rows.updateOne(
      { _id: markId(accountId, mid), workspaceId },
      { $set: { wordsDueAt: dueAt, wordsLooks: 0 } },
    );
  }

  /** Edits whose messages are to be looked for, of all workspaces. Without the type the partial index would not be used. */
  async wordsDue(now: Date, limit: number): Promise<MessageMarkRow[]> {
    return this.rows
      .find({ wordsDueAt: { $lte: now, $type: 'date' } })
      .sort({ wordsDueAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** `nextAt`: when to look again; null: never. Nothing when something has come meanwhile: it stays due. */
  async looked({ _id, workspaceId, wordsDueAt, at }: MessageMarkRow, nextAt: Date | null): Promise<void> {
    if (wordsDueAt === undefined) return;
    const update =
      nextAt === null
        ? { $unset: { wordsDueAt: '' as const, wordsLooks: '' as const } }
        : { $set: { wordsDueAt: nextAt }, $inc: { wordsLooks: 1 } };
    await this.rows.updateOne({ _id, workspaceId, wordsDueAt, at }, update);
  }

  /** Of a workspace, at most `limit` from before that time; the oldest first. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const rows = await this.rows
      .find({ workspaceId, at: { $lt: before } }, { projection: { _id: 1 } })
      .sort({ at: 1 })
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) }, workspaceId });
    return deletedCount;
  }

  private async change(message: MarkedMessage, at: Date, change: Record<string, Expression>): Promise<MessageMarkRow> {
    const { accountId, mid, workspaceId, conversationId } = message;
    const first = literal({ workspaceId, conversationId, accountId, mid, reactions: [], edits: [], at });
    const stages = [
      { $replaceWith: { $mergeObjects: [first, '$$ROOT'] } },
      { $set: { ...change, at: { $max: ['$at', literal(at)] } } },
    ];
    const filter = { _id: markId(accountId, mid), workspaceId };
    const options = { upsert: true, returnDocument: 'after', includeResultMetadata: false } as const;
    const apply = () => this.rows.findOneAndUpdate(filter, stages, options);
    try {
      return (await apply()) as MessageMarkRow;
    } catch (error) {
      // Two made it at the same moment; now it exists.
      if (!isDuplicateKey(error)) throw error;
      return (await apply()) as MessageMarkRow;
    }
  }
}
