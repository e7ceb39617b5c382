import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { authorOf, Clock, type ConversationId, type RequestContext, stableId } from '../../shared/kernel';
import {
  conversationNotFound,
  messageNotCancellable,
  messageNotFound,
  messageNotRetryable,
} from '../conversations.errors';
import { settledEvent } from '../domain/message-events';
import { sentMessage } from '../domain/message-rows';
import { LaneEvents } from '../receiving/lane-events.service';
import { MessagesRepository } from '../repositories/messages.repository';
import { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';

/** What a person does about a message that did not go out, or should not. */
@Injectable()
export class MessageCare {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly outbox: OutboxRepository,
    private readonly events: LaneEvents,
    private readonly changes: AuditedChanges,
    private readonly news: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Says again, as a person, what was not delivered; answers with the id of the new message. The old one leaves its state
   * with it, so that a late echo cannot settle it meanwhile. @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.NOT_FOUND,
   * MESSAGE.NOT_RETRYABLE
   */
  async retry(
    context: RequestContext,
    conversationId: ConversationId,
    messageId: string,
  ): Promise<{ messageId: string }> {
    const conversation = await this.found(context, conversationId);
    const row = await this.undelivered(conversation, messageId);
    const { content } = row;
    const { workspaceId, correlationId } = context;
    const id = stableId('retry', messageId);
    const payload = { kind: 'person-send' as const, content, ...authorOf(context), replaysMessageId: messageId };
    await this.changes.run(context, async (record) => {
      if (!(await this.messages.discardUndelivered(workspaceId, messageId))) throw messageNotRetryable();
      await record({ action: 'message.retried', workspaceId, target: messageId });
      await this.news.record(settledEvent({ ...row, status: 'discarded' }));
      await this.events.addWithin(conversation, [{ id, payload, at: this.clock.now(), correlationId }]);
    });
    return { messageId: id };
  }

  /** Takes back what has not begun to be sent. @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.NOT_FOUND, MESSAGE.NOT_CANCELLABLE */
  async cancel(context: RequestContext, conversationId: ConversationId, messageId: string): Promise<void> {
    const { workspaceId } = context;
    const conversation = await this.found(context, conversationId);
    await this.changes.run(context, async (record) => {
      const entry = await this.outbox.cancelPending({ workspaceId, conversationId }, messageId);
      if (entry === null) throw await this.whyNot(conversation, messageId);
      const row = sentMessage(conversation, entry, { status: 'discarded', at: this.clock.now() });
      await this.messages.insertWithin(row);
      await record({ action: 'message.cancelled', workspaceId, target: messageId });
      await this.news.record(settledEvent(row));
    });
  }

  private async found({ workspaceId }: RequestContext, conversationId: ConversationId): Promise<ConversationState> {
    const conversation = await this.outbox.read({ workspaceId, conversationId });
    if (conversation === null) throw conversationNotFound();
    return conversation;
  }

  private async undelivered(
    conversation: ConversationState,
    messageId: string,
  ): Promise<MessageRow & Required<Pick<MessageRow, 'content'>>> {
    const row = await this.messages.find(conversation.workspaceId, messageId);
    if (row === null || row.conversationId !== conversation._id) throw await this.whyNot(conversation, messageId);
    const { content, status } = row;
    if (content === undefined || (status !== 'failed' && status !== 'parked')) throw messageNotRetryable();
    return { ...row, content };
  }

  private async whyNot({ workspaceId, _id, outbox }: ConversationState, messageId: string) {
    const row = await this.messages.find(workspaceId, messageId);
    const isHere = row?.conversationId === _id || outbox.some(({ id }) => id === messageId);
    return isHere ? messageNotCancellable() : messageNotFound();
  }
}
