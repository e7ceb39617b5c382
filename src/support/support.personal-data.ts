import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { type DataSubject, onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { SUPPORT_TICKET_COMMENTS } from './schemas/support-ticket-comment.schema';
import { SUPPORT_TICKETS } from './schemas/support-ticket.schema';
import { TicketFiles } from './ticket-files.service';

/** Tickets with what was said about them and their files. What was made of a contact's request goes with the contact. */
@Injectable()
export class SupportPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: SUPPORT_TICKETS,
      // The platform's people and what they think of it are none of the workspace's data.
      hidden: ['assigneeId', 'tags', 'internalAttachments', 'clock', 'terms', 'queueOrder', 'upkeepAt', 'revision'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['userId'], { workspaceId, userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: SUPPORT_TICKET_COMMENTS,
      hidden: ['authorId', 'internalText'],
      contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['authorId'], { workspaceId, authorId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
  ];

  constructor(
    private readonly contributions: Contributions,
    private readonly tickets: SupportTicketsRepository,
    private readonly files: TicketFiles,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }

  /** Files go first: their tickets tell where they lie. */
  override async close(subject: DataSubject): Promise<void> {
    await this.removeFiles(subject);
  }

  private async removeFiles(subject: DataSubject): Promise<void> {
    if (subject.kind === 'workspace') return this.files.removeAll(subject.workspaceId);
    if (subject.kind !== 'contact') return;
    const { workspaceId, contactIds } = subject;
    await this.files.removeAll(workspaceId, await this.tickets.idsOfContacts(workspaceId, contactIds));
  }
}
