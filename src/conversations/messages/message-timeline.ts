import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type TimelineEntry, TimelineSource, type TimelineSubject } from '../../crm';
import { Contributions, type CursorPosition, knownFields } from '../../shared/kernel';
import { MessagesRepository } from '../repositories/messages.repository';
import type { MessageRow } from '../schemas/message.schema';

/** Messages in the timeline of a contact: that there was one. What it says is for those who may read messages. */
@Injectable()
export class MessageTimeline extends TimelineSource implements OnModuleInit {
  readonly kinds = ['message'] as const;

  constructor(
    private readonly contributions: Contributions,
    private readonly messages: MessagesRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TimelineSource, this);
  }

  /** One query a lane, of which a contact has few. */
  override async list(
    { workspaceId, conversationIds }: TimelineSubject,
    _kind: 'message',
    limit: number,
    after?: CursorPosition,
  ): Promise<readonly TimelineEntry[]> {
    const threads = await Promise.all(
      conversationIds.map((id) => this.messages.listByConversation(workspaceId, id, limit, after)),
    );
    return threads.flat().sort(newestFirst).slice(0, limit).map(entryOf);
  }
}

const newestFirst = (a: MessageRow, b: MessageRow): number =>
  b.at.getTime() - a.at.getTime() || (a._id < b._id ? 1 : -1);

function entryOf(row: MessageRow): TimelineEntry {
  const { _id: id, at, conversationId, direction, origin, status, kind, userId, attachments } = row;
  const data = knownFields({ direction, origin, status, kind, userId, attachments: attachments.length });
  return { kind: 'message', id, at, conversationId, data };
}
