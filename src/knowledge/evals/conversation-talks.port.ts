import type { ConversationId, RequestContext } from '../../shared/kernel';
import type { PastMessage } from '../domain/reply/reply-request';

/** What a customer wrote, and what was said before. */
export interface ConversationTalk {
  message: string;
  /** Oldest first. */
  history: readonly PastMessage[];
}

/** Reads conversations for golden sets. A contribution of the domain that has them as models read them. */
export abstract class ConversationTalks {
  /** `messageId`: of the customer; absent: what they have said last. @throws DomainError CONVERSATION.NOT_FOUND, and what else keeps it */
  abstract read(context: RequestContext, conversationId: ConversationId, messageId?: string): Promise<ConversationTalk>;
}
