import { Injectable } from '@nestjs/common';
import { ContactEditing } from '../../crm';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { conversationNotFound, noContactYet } from '../conversations.errors';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationState } from '../schemas/conversation.schema';

export interface TagChange {
  add: readonly string[];
  remove: readonly string[];
}

/** Tags are the contact's; every conversation with it shows them. */
@Injectable()
export class ConversationTags {
  constructor(
    private readonly rows: DeskRepository,
    private readonly contacts: ContactEditing,
  ) {}

  /**
   * Returns the conversation with its contact's tags as they are now.
   * @throws DomainError CONVERSATION.NOT_FOUND, CONVERSATION.NO_CONTACT, CONTACT.NOT_FOUND, CONTACT.INVALID
   */
  async change(context: RequestContext, id: ConversationId, { add, remove }: TagChange): Promise<ConversationState> {
    const conversation = await this.rows.find(context.workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    if (conversation.contactId === null) throw noContactYet();
    const changes = { addTags: add, removeTags: remove };
    const { tags } = await this.contacts.change(context, conversation.contactId, changes);
    return { ...conversation, contact: { ...conversation.contact, tags: [...tags] } };
  }
}
