import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import { Clock, decodeCursor, type Page, pageOf, stableId, type UserCaller } from '../shared/kernel';
import { parkedNotFound, parkedSettled } from './conversations.errors';
import { LaneEvents } from './lane-events.service';
import type { LaneIdentity } from './repositories/lane.repository';
import { InboxRepository } from './repositories/inbox.repository';
import { MessagesRepository } from './repositories/messages.repository';
import { ConversationsRepository } from './repositories/conversations.repository';
import type { InboxEventRow, InboxPayload, LaneEventPayload } from './schemas/inbox-event.schema';
import type { MessageRow } from './schemas/message.schema';

export interface ParkedItem {
  kind: 'event' | 'send';
  id: string;
  workspaceId: string | null;
  conversationId: string | null;
  at: Date;
  reason: string;
  /** What was received, or what should have been sent. */
  content: unknown;
  correlationId: string;
}

type Kind = ParkedItem['kind'];

/** What was set aside for a person: seen, tried again or dropped by a platform admin, each once. */
@Injectable()
export class ParkedService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  async list(kind: Kind, query: { limit: number; cursor?: string }): Promise<Page<ParkedItem>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    if (kind === 'send') {
      const page = pageOf(await this.messages.listParked(query.limit + 1, before), query.limit, ({ at, _id }) => ({
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
    await (kind === 'event' ? this.replayEvent(admin, id) : this.replaySend(admin, id));
  }

  async discard(admin: UserCaller, kind: Kind, id: string): Promise<void> {
    await this.changes.run(admin, async (record) => {
      const settled =
        kind === 'event'
          ? await this.inbox.settleParked(id, 'discarded', this.clock.now())
          : await this.messages.discardParked(id);
      if (!settled) throw parkedNotFound();
      await record({ action: `parked.${kind}.discarded`, target: id });
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

  /** Leaves the parked state first: a late echo can then not settle it while it is sent again. */
  private async replaySend(admin: UserCaller, id: string): Promise<void> {
    const message = await this.messages.findParked(id);
    if (message?.content === undefined) throw parkedNotFound();
    const conversation = await this.conversations.find(message.workspaceId, message.conversationId);
    if (conversation === null) throw parkedNotFound();
    await this.changes.run(admin, async (record) => {
      if (!(await this.messages.discardParked(id))) throw parkedSettled();
      await record({ action: 'parked.send.replayed', workspaceId: message.workspaceId, target: id });
    });
    const payload = {
      kind: 'person-send' as const,
      content: message.content,
      userId: message.userId ?? admin.userId,
      replaysMessageId: id,
    };
    await this.events.add(conversation, [
      { id: stableId('replay', id), payload, at: this.clock.now(), correlationId: admin.correlationId },
    ]);
  }
}

function laneOfEvent(event: InboxEventRow) {
  const { conversationId, workspaceId, accountId, participantId } = event as InboxEventRow & LaneIdentity;
  return { _id: conversationId, workspaceId, accountId, participantId, createdAt: event.platformAt };
}

const shownPayload = (payload: InboxPayload): unknown =>
  payload.kind === 'unrecognised' ? { ...payload, raw: JSON.parse(payload.raw) as unknown } : payload;

const parkedEvent = (event: InboxEventRow): ParkedItem => ({
  kind: 'event',
  id: event._id,
  workspaceId: event.workspaceId,
  conversationId: event.conversationId,
  at: event.receivedAt,
  reason: event.parked?.reason ?? (event.payload.kind === 'unrecognised' ? event.payload.reason : ''),
  content: shownPayload(event.payload),
  correlationId: event.correlationId,
});

const parkedSend = (message: MessageRow): ParkedItem => ({
  kind: 'send',
  id: message._id,
  workspaceId: message.workspaceId,
  conversationId: message.conversationId,
  at: message.at,
  reason: message.error?.message ?? '',
  content: message.content,
  correlationId: message.correlationId,
});
