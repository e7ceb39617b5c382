import { Injectable } from '@nestjs/common';
import {
  Clock,
  Contributions,
  type ConversationId,
  decodeCursor,
  type Page,
  pageOf,
  authorOf,
  type RequestContext,
} from '../shared/kernel';
import { Channel } from './channel.port';
import { contentRefused, conversationNotFound } from './conversations.errors';
import type { OutgoingContent } from './domain/content';
import { pendingMessage, type ShownMessage, shownMessage } from './domain/shown-message';
import { LaneEvents } from './lane-events.service';
import { ConversationsRepository } from './repositories/conversations.repository';
import { MessagesRepository } from './repositories/messages.repository';

@Injectable()
export class MessagesService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
    private readonly events: LaneEvents,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {}

  /** Newest first. The first page begins with what is still on its way. */
  async list(
    context: RequestContext,
    conversationId: ConversationId,
    query: { limit: number; cursor?: string },
  ): Promise<Page<ShownMessage>> {
    const conversation = await this.conversations.find(context.workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const rows = await this.messages.listByConversation(context.workspaceId, conversationId, query.limit + 1, before);
    const page = pageOf(rows, query.limit, ({ at, _id }) => ({ at, id: _id }));
    const settled = new Set(rows.map(({ _id }) => _id));
    const onTheWay =
      before === undefined
        ? conversation.outbox
            .filter(({ id }) => !settled.has(id))
            .map(pendingMessage)
            .reverse()
        : [];
    return {
      ...page,
      items: [...onTheWay, ...page.items.map((row) => shownMessage(row, conversation.participantSeenAt))],
    };
  }

  /**
   * Accepts a message of a member; it goes out in its turn, and silences the bot. The same `messageId` again is the same
   * message. @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.CONTENT
   */
  async send(
    context: RequestContext,
    conversationId: ConversationId,
    content: OutgoingContent,
    messageId: string,
  ): Promise<{ messageId: string }> {
    const conversation = await this.conversations.find(context.workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const problem = this.contributions.one(Channel).problemOf(content);
    if (problem !== null) throw contentRefused(problem);
    const payload = { kind: 'person-send' as const, content, ...authorOf(context) };
    await this.events.add(conversation, [
      { id: messageId, payload, at: this.clock.now(), correlationId: context.correlationId },
    ]);
    return { messageId };
  }
}
