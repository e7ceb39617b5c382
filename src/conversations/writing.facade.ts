import { Injectable } from '@nestjs/common';
import type { ConversationId, RequestContext } from '../shared/kernel';
import { MessagesService } from './messages/messages.service';

/** Writing as a person, for higher domains. */
@Injectable()
export class WritingFacade {
  constructor(private readonly messages: MessagesService) {}

  /**
   * Goes out in its turn, and the bot falls silent. The same `messageId` again is the same message.
   * @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.CONTENT
   */
  async write(context: RequestContext, conversationId: ConversationId, text: string, messageId: string): Promise<void> {
    await this.messages.send(context, conversationId, { content: { kind: 'text', text } }, messageId);
  }
}
