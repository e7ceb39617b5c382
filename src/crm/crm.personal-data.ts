import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ContactId, Contributions, type WorkspaceId } from '../shared/kernel';
import {
  ContactConversations,
  type ContactPlaces,
  type DataSubject,
  onlyFields,
  type PersonalCollection,
  PersonalData,
  wholeRows,
  withoutName,
} from '../workspace';
import { CONTACTS_COLLECTIONS } from './contacts/contacts.personal-data';
import { lanesOf } from './domain/contact-merge';
import { tracesOf } from './domain/erased-people';
import { OUTCOME_COLLECTIONS } from './outcomes/schemas/outcome.schema';
import { ContactMergesRepository } from './repositories/contact-merges.repository';
import { ContactsRepository } from './repositories/contacts.repository';
import { CrmJobsRepository } from './repositories/crm-jobs.repository';

/** Steps of histories, here as of contacts, name the member who took them: an id, kept like those of the audit trail. */
const outcomesIn = (collection: string): PersonalCollection => ({
  collection,
  hidden: ['revision', 'effects', 'terms', 'open', 'merges'],
  contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
  workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
});

/** Contacts with their notes and tasks, and which conversations they have. */
@Injectable()
export class CrmPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'contacts',
      hidden: ['revision', 'effects', 'edits', 'searchTerms', 'nameOrder', 'fieldTerms', 'matchKeys', 'mirrorDue'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ _id: { $in: contactIds }, workspaceId }),
      member: ({ workspaceId, userId }) => onlyFields(['ownerId'], { workspaceId, ownerId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'contactNotes',
      hidden: ['merges'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) =>
        withoutName(userId, { fields: ['authorId'], lists: ['mentions'] }, { workspaceId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'crmTasks',
      hidden: ['revision', 'dueOrder', 'reminderDueAt', 'merges'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) =>
        withoutName(userId, { fields: ['assigneeId', 'creatorId'] }, { workspaceId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    ...Object.values(OUTCOME_COLLECTIONS).map(outcomesIn),
    ...CONTACTS_COLLECTIONS,
  ];

  constructor(
    private readonly contributions: Contributions,
    private readonly contacts: ContactsRepository,
    private readonly merges: ContactMergesRepository,
    private readonly jobs: CrmJobsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
    this.contributions.provide(ContactConversations, {
      of: (workspaceId, contactId) => this.placesOf(workspaceId, contactId),
    });
  }

  /** A file that is being imported may tell of them, too. */
  override async close(subject: DataSubject): Promise<void> {
    if (subject.kind !== 'contact') return;
    const { workspaceId, contactIds } = subject;
    const [people, merged] = await Promise.all([
      this.contacts.findMany(workspaceId, contactIds),
      this.merges.takenInBy(workspaceId, contactIds),
    ]);
    const unknown = contactIds.map((id) => ({ id, identities: [] }));
    const traces = [...people, ...merged, ...unknown].flatMap((person) => tracesOf(workspaceId, person));
    await this.jobs.leaveOut(workspaceId, [...new Set(traces)]);
  }

  private async placesOf(workspaceId: WorkspaceId, contactId: ContactId): Promise<ContactPlaces | null> {
    // The id of a contact that was merged is nobody's: it is the other one whose data may be erased.
    const [contact] = await this.contacts.findMany(workspaceId, [contactId]);
    if (contact === undefined) return null;
    const formerIds = await this.contacts.formerIds(workspaceId, [contactId]);
    return { conversationIds: lanesOf(contact), formerIds };
  }
}
