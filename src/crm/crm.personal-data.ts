import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContactId,
  Contributions,
  conversationIdOf,
  type ConversationId,
  type WorkspaceId,
} from '../shared/kernel';
import { ContactConversations, onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';
import { OUTCOME_COLLECTIONS } from './outcomes/schemas/outcome.schema';
import { ContactsRepository } from './repositories/contacts.repository';

/** Steps of the history name the member who corrected a value: an id, kept like those of the audit trail. */
const outcomesIn = (collection: string): PersonalCollection => ({
  collection,
  hidden: ['revision', 'effects', 'terms', 'open'],
  contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
  workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
});

/** Contacts with their notes and tasks, and which conversations they have. */
@Injectable()
export class CrmPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'contacts',
      hidden: ['revision', 'effects'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ _id: { $in: contactIds }, workspaceId }),
      member: ({ workspaceId, userId }) => onlyFields(['ownerId'], { workspaceId, ownerId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'contactNotes',
      hidden: [],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['authorId'], { workspaceId, authorId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'crmTasks',
      hidden: ['revision', 'dueOrder'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['assigneeId'], { workspaceId, assigneeId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    ...Object.values(OUTCOME_COLLECTIONS).map(outcomesIn),
  ];

  constructor(
    private readonly contributions: Contributions,
    private readonly contacts: ContactsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
    this.contributions.provide(ContactConversations, {
      of: (workspaceId, contactId) => this.conversationsOf(workspaceId, contactId),
    });
  }

  private async conversationsOf(workspaceId: WorkspaceId, contactId: ContactId): Promise<ConversationId[] | null> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    return (
      contact?.identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId)) ?? null
    );
  }
}
