import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { changedSinceCounted, isDuplicateKey, isTransient, olderThan } from '../../shared/database';
import {
  type AccountId,
  type ConversationId,
  type CursorPosition,
  Grouping,
  stableId,
  type WorkspaceId,
} from '../../shared/kernel';
import type { CommentVerdict } from '../domain/comment-reply-follow-up';
import {
  COMMENT_DM_LOGS,
  type CommentDmLogRow,
  type CommentReplyStatus,
  type PublicReply,
} from '../schemas/comment-dm-log.schema';

/** Names the one row about a comment. */
export interface CommentKey {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  conversationId: ConversationId;
  commenterId: string;
  commentId: string;
}

type Facts = Partial<
  Pick<
    CommentDmLogRow,
    | 'commenterUsername'
    | 'commentText'
    | 'mediaId'
    | 'adId'
    | 'isLive'
    | 'commentedAt'
    | 'instanceId'
    | 'sendId'
    | 'dmText'
    | 'permittedUntil'
  >
>;

/** What is known of a comment and its answer by now; what was known before stays. */
export interface CommentNews extends CommentKey {
  facts: Facts;
  verdict: CommentVerdict;
  at: Date;
}

export interface CommentLogFilter {
  status?: CommentReplyStatus;
  accountId?: AccountId;
  mediaId?: string;
  instanceId?: string;
}

type Row = mongo.Collection<CommentDmLogRow>;
type Stage = Record<string, unknown>;

const HOUR_MS = 3_600_000;
/** Of one list by age. */
const PRUNED_ORDER = { createdAt: 1, _id: 1 } as const;

export const commentLogId = ({ accountId, commentId }: Pick<CommentKey, 'accountId' | 'commentId'>): string =>
  stableId('comment-reply', accountId, commentId);

/** Decisions about comments and what came of them. Every write may come twice and in any order: what is settled stays so, and what was sent is sent. */
@Injectable()
export class CommentDmLogsRepository {
  private readonly rows: Row;
  private readonly writes = new Grouping<CommentNews>((news) => this.writeAll(news), {
    mayBeOneItem: (error) => !isTransient(error),
  });

  constructor(@InjectModel(COMMENT_DM_LOGS) model: Model<CommentDmLogRow>) {
    this.rows = model.collection as unknown as Row;
  }

  /** In one round trip with what others of this process write at the same time. */
  async note(news: readonly CommentNews[]): Promise<void> {
    await this.writes.add(news);
  }

  /**
   * Puts a public answer on record before it is posted, unless there is one already, which is returned.
   * Null: it is new.
   */
  async beginPublicReply(key: CommentKey, reply: PublicReply): Promise<PublicReply | null> {
    const before = await this.rows.findOneAndUpdate(
      { _id: commentLogId(key), workspaceId: key.workspaceId },
      [
        {
          $set: {
            ...literals(key),
            ...changedSinceCounted(),
            status: { $ifNull: ['$status', 'pending'] },
            checkAt: { $ifNull: ['$checkAt', null] },
            createdAt: { $ifNull: ['$createdAt', literal(reply.at)] },
            publicReply: { $ifNull: ['$publicReply', literal(reply)] },
          },
        },
      ],
      { upsert: true, returnDocument: 'before', projection: { publicReply: 1 } },
    );
    return before?.publicReply ?? null;
  }

  async finishPublicReply(key: CommentKey, reply: PublicReply): Promise<void> {
    await this.rows.updateOne(
      { _id: commentLogId(key), workspaceId: key.workspaceId, 'publicReply.taskId': reply.taskId },
      { $set: { publicReply: reply } },
    );
  }

  /** Of all workspaces, those of which it is time to find out what became of them. */
  async due(now: Date, limit: number): Promise<CommentDmLogRow[]> {
    return this.rows
      .find({ checkAt: { $lte: now } })
      .sort({ checkAt: 1 })
      .limit(limit)
      .toArray();
  }

  async checkLater(workspaceId: WorkspaceId, ids: readonly string[], checkAt: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.rows.updateMany({ _id: { $in: [...ids] }, workspaceId, status: 'pending' }, { $set: { checkAt } });
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    filter: CommentLogFilter,
    limit: number,
    before?: CursorPosition,
  ): Promise<CommentDmLogRow[]> {
    return this.rows
      .find({ workspaceId, ...filter, ...olderThan('createdAt', before) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** How many replies of the account wait, by the hour in which their time is over, the earliest first. */
  async waitingByHour(workspaceId: WorkspaceId, accountId: AccountId): Promise<{ until: Date; count: number }[]> {
    const hour = { $subtract: [{ $toLong: '$permittedUntil' }, { $mod: [{ $toLong: '$permittedUntil' }, HOUR_MS] }] };
    const groups = await this.rows
      .aggregate<{ _id: number; count: number }>([
        { $match: { workspaceId, accountId, status: 'pending', permittedUntil: { $type: 'date' } } },
        { $group: { _id: hour, count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    return groups.map(({ _id, count }) => ({ until: new Date(Number(_id) + HOUR_MS), count }));
  }

  async sentSince(workspaceId: WorkspaceId, accountId: AccountId, since: Date): Promise<number> {
    return this.rows.countDocuments({ workspaceId, accountId, status: 'sent', settledAt: { $gte: since } });
  }

  async countByStatus(
    workspaceId: WorkspaceId,
    accountId: AccountId,
  ): Promise<Partial<Record<CommentReplyStatus, number>>> {
    const groups = await this.rows
      .aggregate<{ _id: CommentReplyStatus; count: number }>([
        { $match: { workspaceId, accountId } },
        { $group: { _id: '$status', count: { $sum: 1 } } },
      ])
      .toArray();
    return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
  }

  /** Of a workspace, at most `limit` from before that time; the oldest first. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const rows = await this.rows
      .find({ workspaceId, createdAt: { $lt: before } }, { projection: { _id: 1 } })
      .sort(PRUNED_ORDER)
      .limit(limit)
      .toArray();
    if (rows.length === 0) return 0;
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) }, workspaceId });
    return deletedCount;
  }

  private async writeAll(news: readonly CommentNews[]): Promise<undefined[]> {
    const updates = news.map((one) => ({
      updateOne: {
        filter: { _id: commentLogId(one), workspaceId: one.workspaceId },
        update: updateOf(one),
        upsert: true,
      },
    }));
    try {
      await this.rows.bulkWrite(updates);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Another process has just begun one of these rows: now it is there to be changed.
      await this.rows.bulkWrite(updates);
    }
    return news.map(() => undefined);
  }
}

/** A text that begins with `$` would otherwise be read as a field. */
const literal = (value: unknown) => ({ $literal: value });

const literals = ({ accountId, conversationId, commenterId, commentId }: CommentKey): Stage => ({
  accountId: literal(accountId),
  conversationId: literal(conversationId),
  commenterId: literal(commenterId),
  commentId: literal(commentId),
});

function updateOf(news: CommentNews): Stage[] {
  const facts = Object.entries(news.facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, { $ifNull: [`$${name}`, literal(value)] }]);
  const stage: Stage = {
    ...literals(news),
    ...changedSinceCounted(),
    ...(Object.fromEntries(facts) as Stage),
    createdAt: { $ifNull: ['$createdAt', literal(news.at)] },
    ...changeBy(news),
  };
  // Sent after all: why it was thought to have failed is of no interest any more.
  return news.verdict.status === 'sent' ? [{ $set: stage }, { $unset: ['reason', 'message'] }] : [{ $set: stage }];
}

const IS_OPEN = { $eq: [{ $ifNull: ['$status', 'pending'] }, 'pending'] };
const ifOpen = (value: unknown, field: string) => ({ $cond: [IS_OPEN, literal(value), `$${field}`] });

function changeBy({ verdict, at }: CommentNews): Stage {
  switch (verdict.status) {
    case 'pending':
      return { status: { $ifNull: ['$status', 'pending'] }, checkAt: ifOpen(verdict.checkAt, 'checkAt') };
    case 'sent':
      return {
        status: 'sent',
        ...(verdict.mid === undefined ? {} : { dmMessageId: literal(verdict.mid) }),
        settledAt: { $cond: [{ $eq: ['$status', 'sent'] }, '$settledAt', literal(at)] },
        checkAt: null,
      };
    case 'failed':
    case 'skipped':
      return {
        status: ifOpen(verdict.status, 'status'),
        reason: ifOpen(verdict.reason, 'reason'),
        ...(verdict.status === 'failed' ? { message: ifOpen(verdict.message, 'message') } : {}),
        settledAt: ifOpen(at, 'settledAt'),
        checkAt: null,
      };
  }
}
