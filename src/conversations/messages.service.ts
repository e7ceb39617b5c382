import { Injectable } from '@nestjs/common';
import {
  Clock,
  type ConversationId,
  decodeCursor,
  type Page,
  pageOf,
  authorOf,
  type RequestContext,
} from '../shared/kernel';
import { commentNotFound, contentRefused, conversationNotFound, windowClosed } from './conversations.errors';
import type { OutgoingContent, SentContent } from './domain/content';
import { COMMENT_TOO_OLD, WINDOW_REFUSALS } from './domain/send-refusal';
import { pendingMessage, type ShownMessage } from './domain/shown-message';
import { mayWrite } from './domain/window';
import { LaneEvents } from './lane-events.service';
import { ConversationsRepository } from './repositories/conversations.repository';
import { MessagesRepository } from './repositories/messages.repository';
import type { ConversationState } from './schemas/conversation.schema';
import { SendReadinessService } from './send-readiness.service';
import { ShownMessages } from './shown-messages.service';

@Injectable()
export class MessagesService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly shown: ShownMessages,
    private readonly events: LaneEvents,
    private readonly readiness: SendReadinessService,
    private readonly messages: MessagesRepository,
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
    const shown = await this.shown.thread(conversation, query.limit + 1, before);
    const page = pageOf(shown, query.limit, ({ at, id }) => ({ at, id }));
    const settled = new Set(shown.map(({ id }) => id));
    const onTheWay =
      before === undefined
        ? conversation.outbox
            .filter(({ id }) => !settled.has(id))
            .map(pendingMessage)
            .reverse()
        : [];
    return { ...page, items: [...onTheWay, ...page.items] };
  }

  /**
   * Accepts a message of a member; it goes out in its turn, and silences the bot. The same `messageId` again is the same
   * message. @throws DomainError CONVERSATION.NOT_FOUND, COMMENT.NOT_FOUND, MESSAGE.CONTENT, MESSAGE.WINDOW_CLOSED
   */
  async send(
    context: RequestContext,
    conversationId: ConversationId,
    sent: SentContent,
    messageId: string,
  ): Promise<{ messageId: string }> {
    const conversation = await this.conversations.find(context.workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const content = await this.permitted(conversation, sent);
    const problem = this.readiness.channel.problemOf(content);
    if (problem !== null) throw contentRefused(problem);
    await this.checkWindow(conversation, content);
    const payload = { kind: 'person-send' as const, content, ...authorOf(context) };
    await this.events.add(conversation, [
      { id: messageId, payload, at: this.clock.now(), correlationId: context.correlationId },
    ]);
    return { messageId };
  }

  private async permitted({ workspaceId, _id }: ConversationState, sent: SentContent): Promise<OutgoingContent> {
    if (sent.kind !== 'private-reply') return sent;
    const comment = await this.messages.commentedAt(workspaceId, _id, sent.commentId);
    if (comment === null) throw commentNotFound();
    const permittedUntil = this.readiness.channel.commentAnswerableUntil(comment.at, comment.isLive);
    return { ...sent, permittedUntil, ...(comment.isLive ? { isLive: true as const } : {}) };
  }

  /** Judged again when it is sent; here so that who writes learns at once that it is too late. */
  private async checkWindow(conversation: ConversationState, content: OutgoingContent): Promise<void> {
    const { workspaceId, accountId, lastInboundAt: openedAt } = conversation;
    const now = this.clock.now();
    if (content.kind === 'private-reply') {
      if (content.permittedUntil <= now) throw windowClosed(COMMENT_TOO_OLD, content.permittedUntil);
      return;
    }
    const window = await this.readiness.windowPolicy(workspaceId, accountId);
    const verdict = mayWrite({ ...window, openedAt, now }, 'person');
    if (verdict.kind === 'refused') throw windowClosed(WINDOW_REFUSALS[verdict.reason], verdict.closedAt);
  }
}
