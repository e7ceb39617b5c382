import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { Clock, decodeCursor, type Page, pageOf, stableId, type UserCaller } from '../../shared/kernel';
import { parkedNotFound } from '../conversations.errors';
import { parkedEvent, type ParkedItem, parkedSend } from '../domain/parked-item';
import { LaneEvents } from '../receiving/lane-events.service';
import { ParkedSends } from './parked-sends.service';
import { InboxRepository } from '../repositories/inbox.repository';
import type { LaneIdentity } from '../repositories/lane.repository';
import type { InboxEventRow, LaneEventPayload } from '../schemas/inbox-event.schema';

type Kind = ParkedItem['kind'];

/** What was set aside for a person: seen, tried again or dropped by a platform admin, each once. */
@Injectable()
export class ParkedService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly sends: ParkedSends,
    private readonly events: LaneEvents,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  async list(kind: Kind, query: { limit: number; cursor?: string }): Promise<Page<ParkedItem>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    if (kind === 'send') {
      const page = pageOf(await this.sends.list(query.limit + 1, before), query.limit, ({ at, _id }) => ({
        at,
        id: _id,
      }));
      return { ...page, items: page.items.map(parkedSend) };
    }
    const page = pageOf(
      await this.inbox.list('parked', query.limit + 1, before),
      query.limit,
      ({ receivedAt, _id }) => ({ at: receivedAt, id: _id }),
    );
    return { ...page, items: page.items.map(parkedEvent) };
  }

  async listUnrecognised(query: { limit: number; cursor?: string }): Promise<Page<ParkedItem>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const page = pageOf(
      await this.inbox.list('ignored', query.limit + 1, before),
      query.limit,
      ({ receivedAt, _id }) => ({ at: receivedAt, id: _id }),
    );
    return { ...page, items: page.items.map(parkedEvent) };
  }

  async replay(admin: UserCaller, kind: Kind, id: string): Promise<void> {
    await (kind === 'event' ? this.replayEvent(admin, id) : this.sends.replay(admin, id));
  }

  async discard(admin: UserCaller, kind: Kind, id: string): Promise<void> {
    await (kind === 'event' ? this.discardEvent(admin, id) : this.sends.discard(admin, id));
  }

  /** It never became a message: no list shows it. */
  private async discardEvent(admin: UserCaller, id: string): Promise<void> {
    await this.changes.run(admin, async (record) => {
      if (!(await this.inbox.settleParked(id, 'discarded', this.clock.now()))) throw parkedNotFound();
      await record({ action: 'parked.event.discarded', target: id });
    });
  }

  /** As a new event, since the old id is remembered as consumed. The copy comes first: a crash in between loses nothing. */
  private async replayEvent(admin: UserCaller, id: string): Promise<void> {
    const event = await this.inbox.findParked(id);
    if (event === null) throw parkedNotFound();
    const lane = laneOfEvent(event);
    const copy = {
      id: stableId('replay', id),
      payload: event.payload as LaneEventPayload,
      at: event.platformAt,
      correlationId: event.correlationId,
    };
    await this.events.add(lane, [copy]);
    await this.changes.run(admin, async (record) => {
      const settled = await this.inbox.settleParked(id, 'replayed', this.clock.now());
      if (settled) await record({ action: 'parked.event.replayed', target: id });
    });
  }
}

function laneOfEvent(event: InboxEventRow) {
  const { conversationId, workspaceId, accountId, participantId } = event as InboxEventRow & LaneIdentity;
  return { _id: conversationId, workspaceId, accountId, participantId, createdAt: event.platformAt };
}
