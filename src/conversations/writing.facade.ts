import { Injectable } from '@nestjs/common';
import type { AccountId, ConversationId, RequestContext, WorkspaceId } from '../shared/kernel';
import { MessagesService } from './messages/messages.service';
import { SendReadinessService } from './sending/send-readiness.service';

/** Writing into conversations, for higher domains. */
@Injectable()
export class WritingFacade {
  constructor(
    private readonly messages: MessagesService,
    private readonly readiness: SendReadinessService,
  ) {}

  /** Not while the account is not connected, or its workspace suspended or gone. Known to the second. */
  canSend(workspaceId: WorkspaceId, accountId: AccountId): Promise<boolean> {
    return this.readiness.canSend(workspaceId, accountId);
  }

  /**
   * As a person: it goes out in its turn, and the bot falls silent. The same `messageId` again is the same message.
   * @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.CONTENT
   */
  async write(context: RequestContext, conversationId: ConversationId, text: string, messageId: string): Promise<void> {
    await this.messages.send(context, conversationId, { content: { kind: 'text', text } }, messageId);
  }
}
