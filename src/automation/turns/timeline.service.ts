import { Injectable } from '@nestjs/common';
import { ConversationsFacade, type ShownMessage } from '../../conversations';
import {
  type ConversationId,
  decodeCursor,
  encodeCursor,
  type Page,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import { interleave, sessionOfEffect, type TimelineItem, timelineItems } from '../domain/timeline';
import type { TurnRecord } from '../domain/turn-record';
import { TurnRecordsRepository } from '../repositories/turn-records.repository';
import type { TurnRecordRow } from '../schemas/turn-record.schema';

/** What happened in a conversation and why: its messages between the decisions about each event. */
@Injectable()
export class Timeline {
  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly records: TurnRecordsRepository,
  ) {}

  /** Newest first. @throws DomainError CONVERSATION.NOT_FOUND, CURSOR.INVALID */
  async page(
    { workspaceId }: Pick<RequestContext, 'workspaceId'>,
    conversationId: ConversationId,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<TimelineItem>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const [messages, rows] = await Promise.all([
      // Two with the same place may make the page longer by one.
      this.conversations.thread(workspaceId, conversationId, { limit: limit + 2, before }),
      this.records.list(workspaceId, conversationId, limit + 2, before),
    ]);
    const page = interleave(messages, rows.map(recordOf), limit);
    const [reasons, sends] = await Promise.all([
      this.reasonsFor(workspaceId, page.messages),
      this.conversations.messagesOf(workspaceId, conversationId, sendsOf(page.records)),
    ]);
    const items = timelineItems(page, reasons, sends);
    return page.next === undefined ? { items } : { items, nextCursor: encodeCursor(page.next) };
  }

  /** The decisions behind messages of the bot, wherever on the timeline these lie. */
  private async reasonsFor(workspaceId: WorkspaceId, messages: readonly ShownMessage[]): Promise<TurnRecord[]> {
    const effectIds = messages.filter(({ origin }) => origin === 'bot').map(({ id }) => id);
    const sessionIds = [...new Set(effectIds.map(sessionOfEffect))];
    return (await this.records.ofEffects(workspaceId, sessionIds, effectIds)).map(recordOf);
  }
}

export function recordOf({
  _id,
  workspaceId: _workspaceId,
  conversationId: _lane,
  ...record
}: TurnRecordRow): TurnRecord {
  return { eventId: _id, ...record };
}

function sendsOf(records: readonly TurnRecord[]): string[] {
  return records.flatMap(({ steps }) =>
    steps.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'send').map(({ id }) => id)),
  );
}
