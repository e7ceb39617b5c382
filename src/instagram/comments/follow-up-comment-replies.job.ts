import { Injectable } from '@nestjs/common';
import { SendStandings } from '../../conversations';
import { byWorkspace, Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { followUp } from '../domain/comment-reply-follow-up';
import { CommentDmLogsRepository, type CommentNews } from '../repositories/comment-dm-logs.repository';
import type { CommentDmLogRow } from '../schemas/comment-dm-log.schema';

const AT_ONCE = 500;
/** Of one run, so that it ends. */
const BATCHES = 20;

/** Finds out what became of private replies that nobody noted: dropped, called off, or sent by a process that died then. */
@Injectable()
export class FollowUpCommentReplies extends ScheduledJob {
  readonly name = 'follow-up-comment-replies';
  readonly everyMs = 30_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly logs: CommentDmLogsRepository,
    private readonly standings: SendStandings,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch++) {
      const due = await this.logs.due(this.clock.now(), AT_ONCE);
      for (const [workspaceId, rows] of byWorkspace(due)) await this.follow(workspaceId, rows);
      if (due.length < AT_ONCE) return;
    }
  }

  private async follow(workspaceId: WorkspaceId, rows: readonly CommentDmLogRow[]): Promise<void> {
    const sends = rows.flatMap(({ conversationId, sendId }) =>
      sendId === undefined ? [] : [{ conversationId, sendId }],
    );
    const standings = await this.standings.of(workspaceId, sends);
    const now = this.clock.now();
    const settled: CommentNews[] = [];
    const waiting = new Map<number, string[]>();
    for (const row of rows) {
      const outcome = followUp(row, standings.get(row.sendId ?? ''), now);
      if (outcome.kind === 'settled') settled.push({ ...keyOf(row), facts: {}, verdict: outcome.verdict, at: now });
      else waiting.set(minuteOf(outcome.checkAt), [...(waiting.get(minuteOf(outcome.checkAt)) ?? []), row._id]);
    }
    await this.logs.note(settled);
    for (const [minute, ids] of waiting) await this.logs.checkLater(workspaceId, ids, new Date(minute));
  }
}

const MINUTE_MS = 60_000;
/** Rows that are due at about the same time are put off together. */
const minuteOf = (at: Date): number => Math.ceil(at.getTime() / MINUTE_MS) * MINUTE_MS;

const keyOf = ({ workspaceId, accountId, conversationId, commenterId, commentId }: CommentDmLogRow) => ({
  workspaceId,
  accountId,
  conversationId,
  commenterId,
  commentId,
});
