import { Injectable } from '@nestjs/common';
import { Clock, Contributions, type ConversationId, type CursorPosition, type WorkspaceId } from '../../shared/kernel';
import { Channel } from '../channel.port';
import type { LaneOrder, LaneStanding } from '../conversations.facade';
import { laneViewOf } from '../domain/fold-turn';
import { isHeld } from '../domain/silence';
import { threadFactsOf } from '../domain/thread-facts';
import type { LaneView, ThreadFacts } from '../domain/turn';
import { LaneEvents } from '../receiving/lane-events.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import type { ConversationState } from '../schemas/conversation.schema';

/** What a conversation is at, as its next turn will find it. */
export interface LaneOutlook extends LaneStanding {
  lane: LaneView;
  /** While it is held. */
  heldUntil: Date | null;
  thread: ThreadFacts;
}

const NOTHING_TAKEN = { lastInboundAt: undefined, lastWrittenAt: undefined, messages: [] };

/** Many conversations at once, for what looks over all of a workspace. */
@Injectable()
export class LaneOutlooks {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(Channel, 'one');
  }

  /** By id; those that are gone are absent. One command. */
  async of(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
  ): Promise<Map<ConversationId, LaneOutlook>> {
    const rows = conversationIds.length === 0 ? [] : await this.conversations.findMany(workspaceId, conversationIds);
    return new Map(rows.map((row) => [row._id, this.outlookOf(row)]));
  }

  /**
   * Gives an order to each conversation that was active since, last ones first; null: there are no more. An order of the
   * same id is given once.
   */
  async orderRecent(
    workspaceId: WorkspaceId,
    page: { since: Date; limit: number; after?: CursorPosition },
    orderFor: (conversationId: ConversationId) => LaneOrder,
  ): Promise<CursorPosition | null> {
    const rows = await this.conversations.list(workspaceId, page.limit, page.after);
    const recent = rows.filter(({ lastActivityAt }) => lastActivityAt >= page.since);
    for (const row of recent) {
      const { id, command, data, correlationId } = orderFor(row._id);
      const payload = { kind: 'command' as const, command, data };
      await this.events.add(row, [{ id, payload, at: this.clock.now(), correlationId }]);
    }
    const last = recent.at(-1);
    return last === undefined || recent.length < page.limit ? null : { at: last.lastActivityAt, id: last._id };
  }

  /** How long the bot may write after the person's last act, by the channel. */
  get windowMs(): number {
    return this.contributions.one(Channel).windowMs;
  }

  private outlookOf(row: ConversationState): LaneOutlook {
    const held = isHeld(row.hold, this.clock.now());
    return {
      lane: laneViewOf(row),
      state: row.state,
      held,
      heldUntil: held ? (row.hold?.until ?? null) : null,
      thread: threadFactsOf(row, NOTHING_TAKEN, this.windowMs),
    };
  }
}
