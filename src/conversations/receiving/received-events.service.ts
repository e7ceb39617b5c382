import { Injectable } from '@nestjs/common';
import { receivedEventNotFound } from '../conversations.errors';
import { InboxRepository } from '../repositories/inbox.repository';

export interface ReceivedEvent {
  id: string;
  workspaceId: string;
  conversationId: string;
  kind: string;
  status: string;
  at: Date;
  receivedAt: Date;
  correlationId: string;
  /** As it was delivered, while that is kept. */
  raw?: unknown;
}

/** What a platform delivered for one event, for questions of support. */
@Injectable()
export class ReceivedEvents {
  constructor(private readonly inbox: InboxRepository) {}

  /** @throws DomainError EVENT.NOT_FOUND */
  async get(eventId: string): Promise<ReceivedEvent> {
    const event = await this.inbox.findReceived(eventId);
    if (event === null) throw receivedEventNotFound();
    const { _id: id, workspaceId, conversationId, payload, raw, status, platformAt: at } = event;
    const { receivedAt, correlationId } = event;
    return {
      ...{ id, workspaceId, conversationId, kind: payload.kind, status, at, receivedAt, correlationId },
      ...(raw === undefined ? {} : { raw: JSON.parse(raw) as unknown }),
    };
  }
}
