import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import {
  type AccountId,
  Clock,
  type CursorPosition,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { type ReplyPlan, replyPlan } from '../domain/comment-reply-plan';
import { accountNotFound } from '../instagram.errors';
import { type CommentLogFilter, CommentDmLogsRepository } from '../repositories/comment-dm-logs.repository';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { CommentDmLogRow, CommentReplyStatus } from '../schemas/comment-dm-log.schema';

export type { CommentLogFilter };

const HOUR_MS = 3_600_000;
const EXPORT_PAGE = 500;

export interface ReplyProgress extends ReplyPlan {
  counts: Record<CommentReplyStatus, number>;
  sentLastHour: number;
}

/** What people see of answers to comments. */
@Injectable()
export class CommentLog {
  constructor(
    private readonly logs: CommentDmLogsRepository,
    private readonly accounts: InstagramAccountsRepository,
    private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta'>,
  ) {}

  async list(
    { workspaceId }: RequestContext,
    filter: CommentLogFilter,
    query: { limit: number; cursor?: string },
  ): Promise<Page<CommentDmLogRow>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    return pageOf(await this.logs.list(workspaceId, filter, query.limit + 1, before), query.limit, positionOf);
  }

  /** Newest first, all of them. */
  async *all({ workspaceId }: RequestContext, filter: CommentLogFilter): AsyncIterable<CommentDmLogRow> {
    let before: CursorPosition | undefined;
    do {
      const rows = await this.logs.list(workspaceId, filter, EXPORT_PAGE, before);
      yield* rows;
      const last = rows.length < EXPORT_PAGE ? undefined : rows.at(-1);
      before = last === undefined ? undefined : positionOf(last);
    } while (before !== undefined);
  }

  /** How far the answers of an account are, and when the last that waits will be out. @throws DomainError ACCOUNT.NOT_FOUND */
  async progress({ workspaceId }: RequestContext, accountId: AccountId): Promise<ReplyProgress> {
    if ((await this.accounts.find(workspaceId, accountId)) === null) throw accountNotFound();
    const now = this.clock.now();
    const [counts, waiting, sentLastHour] = await Promise.all([
      this.logs.countByStatus(workspaceId, accountId),
      this.logs.waitingByHour(workspaceId, accountId),
      this.logs.sentSince(workspaceId, accountId, new Date(now.getTime() - HOUR_MS)),
    ]);
    return {
      counts: { ...NONE, ...counts },
      sentLastHour,
      ...replyPlan(waiting, now, this.config.meta.privateRepliesPerHour),
    };
  }
}

const NONE: Record<CommentReplyStatus, number> = { pending: 0, sent: 0, failed: 0, skipped: 0 };

const positionOf = ({ createdAt, _id }: CommentDmLogRow): CursorPosition => ({ at: createdAt, id: _id });
