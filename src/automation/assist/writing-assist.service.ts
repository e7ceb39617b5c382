import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../../conversations';
import { type RewriteAction, type RewrittenText, TextRewriter } from '../../knowledge';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { lastQuestion } from './domain/last-question';

export interface RewriteWishes {
  text: string;
  action: RewriteAction;
  tone?: string | undefined;
  language?: string | undefined;
  /** Whose customer it is for: tells the language to translate into. */
  conversationId?: ConversationId | undefined;
}

const READ = 20;

/** Help with what a person writes themselves. */
@Injectable()
export class WritingAssist {
  constructor(
    private readonly rewriter: TextRewriter,
    private readonly conversations: ConversationsFacade,
  ) {}

  /** @throws DomainError CONVERSATION.NOT_FOUND, WRITING.UNAVAILABLE, WRITING.CHANGED_MEANING */
  async rewrite({ workspaceId }: RequestContext, wishes: RewriteWishes): Promise<RewrittenText> {
    const { conversationId, ...wanted } = wishes;
    if (conversationId === undefined) return this.rewriter.rewrite({ workspaceId }, wanted);
    const newest = await this.conversations.thread(workspaceId, conversationId, { limit: READ });
    const customerSaid = lastQuestion(newest)?.text ?? '';
    return this.rewriter.rewrite({ workspaceId, conversationId }, { ...wanted, customerSaid });
  }
}
