import { Injectable } from '@nestjs/common';
import type { LaneView, TurnChange } from '../../conversations';
import { CommentJournal } from '../comments/comment-journal.service';
import { type AutomationState, readState } from '../domain/automation-state';
import { changedRecords } from '../domain/session-record';
import { type Retraction, retractionBy } from '../domain/waiting-draft';
import { ReplyDrafts } from '../drafts/reply-drafts.service';
import { FollowupJournal } from '../followups/followup-journal.service';
import { SessionJournal } from '../sessions/session-journal';
import { TurnJournal } from './turn-journal';

/** What is written about a turn once it is committed: rows of sessions and comments, and the reasons of its decisions. */
@Injectable()
export class TurnRecording {
  constructor(
    private readonly sessions: SessionJournal,
    private readonly turns: TurnJournal,
    private readonly comments: CommentJournal,
    private readonly drafts: ReplyDrafts,
    private readonly followups: FollowupJournal,
  ) {}

  /** Idempotent. */
  async record(lane: LaneView, change: TurnChange): Promise<void> {
    await Promise.all([
      this.recordSessions(lane, change),
      this.turns.write(lane, change.decided),
      this.comments.write(lane, change),
      this.retractDrafts(lane, change),
      this.followups.write(lane, change),
    ]);
  }

  /** After a crash between commit and record nobody knows whether one waited. */
  private async retractDrafts(lane: LaneView, { decided }: TurnChange): Promise<void> {
    for (const { event, at, explanation } of decided) {
      const why = explanation === undefined ? retractionBy(event) : (explanation['retracts'] as Retraction | undefined);
      if (why !== undefined && why !== null) await this.drafts.retract(lane, why, at);
    }
  }

  private async recordSessions(lane: LaneView, change: TurnChange): Promise<void> {
    if (change.before === change.after) return;
    const after = readState(change.after);
    const before = change.before === undefined ? undefined : readState(change.before);
    await this.sessions.write(lane.workspaceId, lane.conversationId, changedRecords(before, after));
    if (before === undefined) await this.closeForgotten(lane, after);
  }

  /** After a crash between commit and record, a session may have left the state before its row heard of its end. */
  private async closeForgotten(lane: LaneView, after: AutomationState): Promise<void> {
    const known = changedRecords(undefined, after);
    const newest = Math.max(...known.map(({ startedAt }) => startedAt.getTime()));
    if (known.length === 0) return;
    const sessionIds = known.map(({ sessionId }) => sessionId);
    await this.sessions.closeForgotten(lane.workspaceId, lane.conversationId, {
      sessionIds,
      startedBefore: new Date(newest),
    });
  }
}
