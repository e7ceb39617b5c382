import { Injectable } from '@nestjs/common';
import { ContactEditing } from '../../crm';
import { authorOf, Contributions, type ConversationId, type RequestContext } from '../../shared/kernel';
import { WorkspaceFacade } from '../../workspace';
import { conversationNotFound } from '../conversations.errors';
import { QUICK_VARIABLES, quickContactOf } from '../domain/quick-answer';
import type { JsonObject } from '../domain/turn';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { TextLanguage } from '../text-language.port';

/** Puts values into the texts that members keep. */
@Injectable()
export class QuickAnswerFiller {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly contacts: ContactEditing,
    private readonly workspaces: WorkspaceFacade,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(TextLanguage, 'one');
  }

  /** What is wrong with a text, in words; null when nothing is. */
  problemOf(text: string): string | null {
    return this.contributions.one(TextLanguage).problemOf(text, { vars: QUICK_VARIABLES });
  }

  /** As it would be said in this conversation by who asks. @throws DomainError CONVERSATION.NOT_FOUND */
  async fill(context: RequestContext, id: ConversationId, text: string): Promise<{ text: string; missing: string[] }> {
    const conversation = await this.conversations.find(context.workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    const { contactId, participant } = conversation;
    const contact = contactId === null ? null : await this.contacts.get(context, contactId);
    const { userId } = authorOf(context);
    const names = userId === undefined ? new Map<string, string>() : await this.workspaces.namesOf([userId]);
    const member = userId === undefined ? undefined : names.get(userId);
    const vars: JsonObject = member === undefined ? {} : { member };
    const values = { contact: quickContactOf(contact, participant), vars };
    return this.contributions.one(TextLanguage).render(text, values);
  }
}
