import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, DomainError, type RequestContext } from '../../shared/kernel';
import { conversationNotFound } from '../conversations.errors';
import { type ComposerPlace, ComposerDraftsRepository } from '../repositories/composer-drafts.repository';
import { ConversationsRepository } from '../repositories/conversations.repository';

const KEPT_MS = 90 * 86_400_000;

export interface ComposerDraft {
  text: string;
  updatedAt?: Date;
}

/** What each member has begun to write in a conversation, wherever they go on. */
@Injectable()
export class ComposerDrafts {
  constructor(
    private readonly drafts: ComposerDraftsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly clock: Clock,
  ) {}

  /** Empty when there is none. @throws DomainError CONVERSATION.NOT_FOUND, COMPOSER.PEOPLE_ONLY */
  async get(context: RequestContext, id: ConversationId): Promise<ComposerDraft> {
    const draft = await this.drafts.find(await this.placeOf(context, id));
    return draft === null ? { text: '' } : { text: draft.text, updatedAt: draft.updatedAt };
  }

  /** An empty text takes it away. @throws DomainError CONVERSATION.NOT_FOUND, COMPOSER.PEOPLE_ONLY */
  async keep(context: RequestContext, id: ConversationId, text: string): Promise<ComposerDraft> {
    const place = await this.placeOf(context, id);
    if (text === '') {
      await this.drafts.remove(place);
      return { text };
    }
    const updatedAt = this.clock.now();
    await this.drafts.save(place, { text, updatedAt, expiresAt: new Date(updatedAt.getTime() + KEPT_MS) });
    return { text, updatedAt };
  }

  private async placeOf({ workspaceId, actor }: RequestContext, id: ConversationId): Promise<ComposerPlace> {
    if (actor.kind !== 'user')
      throw new DomainError('COMPOSER.PEOPLE_ONLY', 'forbidden', 'Only a person writes drafts of their own.');
    if (!(await this.conversations.exists(workspaceId, id))) throw conversationNotFound();
    return { workspaceId, conversationId: id, userId: actor.userId };
  }
}
