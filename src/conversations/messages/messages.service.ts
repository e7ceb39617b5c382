import { Injectable } from '@nestjs/common';
import { authorOf, Clock, type ConversationId, type RequestContext } from '../../shared/kernel';
import {
  commentNotFound,
  contentRefused,
  conversationBlocked,
  conversationNotFound,
  messageSuperseded,
  windowClosed,
} from '../conversations.errors';
import type { OutgoingContent, SentContent } from '../domain/content';
import { COMMENT_TOO_OLD, WINDOW_REFUSALS } from '../domain/send-refusal';
import { newestMessageId } from '../domain/person-send';
import { mayWrite } from '../domain/window';
import { LaneEvents } from '../receiving/lane-events.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import { SendReadinessService } from '../sending/send-readiness.service';

export interface WishedMessage {
  content: SentContent;
  /** The newest message that its author knows; when there is a newer one, it is not sent. */
  expectedLastMessageId?: string;
}

@Injectable()
export class MessagesService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly readiness: SendReadinessService,
    private readonly messages: MessagesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Accepts a message of a member; it goes out in its turn, and silences the bot. The same `messageId` again is the same
   * message. @throws DomainError CONVERSATION.NOT_FOUND, CONVERSATION.BLOCKED, COMMENT.NOT_FOUND, MESSAGE.CONTENT,
   * MESSAGE.WINDOW_CLOSED, MESSAGE.SUPERSEDED
   */
  async send(
    context: RequestContext,
    conversationId: ConversationId,
    { expectedLastMessageId, ...sent }: WishedMessage,
    messageId: string,
  ): Promise<{ messageId: string }> {
    const { conversation, content } = await this.checked(context, conversationId, sent.content);
    const newest = newestMessageId(conversation);
    if (expectedLastMessageId !== undefined && newest !== null && newest !== expectedLastMessageId)
      throw messageSuperseded(newest);
    await this.checkWindow(conversation, content);
    const expected = expectedLastMessageId === undefined ? {} : { expectedLastMessageId };
    const payload = { kind: 'person-send' as const, content, ...authorOf(context), ...expected };
    await this.events.add(conversation, [
      { id: messageId, payload, at: this.clock.now(), correlationId: context.correlationId },
    ]);
    return { messageId };
  }

  /** Whether the platform would take it, whatever the window. @throws DomainError as `send`. */
  async checked(
    { workspaceId }: RequestContext,
    conversationId: ConversationId,
    sent: SentContent,
  ): Promise<{ conversation: ConversationState; content: OutgoingContent }> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    if (conversation.blockedAt) throw conversationBlocked();
    const content = await this.permitted(conversation, sent);
    const problem = this.readiness.channel.problemOf(content);
    if (problem !== null) throw contentRefused(problem);
    return { conversation, content };
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
