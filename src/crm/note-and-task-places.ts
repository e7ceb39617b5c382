import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContactId,
  Contributions,
  conversationIdOf,
  type ConversationId,
  type WorkspaceId,
} from '../shared/kernel';
import { type ContactMove, ContactReferences } from './contact-references.port';
import { contactNotFound } from './crm.errors';
import type { Decision } from './domain/checklist';
import { ContactNotesRepository } from './repositories/contact-notes.repository';
import { ContactsRepository } from './repositories/contacts.repository';
import { CrmTasksRepository } from './repositories/crm-tasks.repository';

interface Place {
  contactId: ContactId;
  conversationId?: ConversationId;
}

/** Which contact, and which of its conversations, notes and tasks are about; also when contacts are merged. */
@Injectable()
export class NoteAndTaskPlaces extends ContactReferences implements OnModuleInit {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly notes: ContactNotesRepository,
    private readonly tasks: CrmTasksRepository,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ContactReferences, this);
  }

  /** A conversation must be one of the contact's. @throws DomainError CONTACT.NOT_FOUND. */
  async ofContact(workspaceId: WorkspaceId, contactId: ContactId, conversationId?: string): Promise<Decision<Place>> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    if (conversationId === undefined) return { ok: true, value: { contactId: contact.id } };
    const lanes = contact.identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));
    const lane = lanes.find((id) => id === conversationId);
    return lane === undefined ? NOT_OF_CONTACT : { ok: true, value: { contactId: contact.id, conversationId: lane } };
  }

  /** Tasks may be about nobody. */
  async of(
    workspaceId: WorkspaceId,
    contactId?: ContactId,
    conversationId?: string,
  ): Promise<Decision<Partial<Place>>> {
    if (contactId !== undefined) return this.ofContact(workspaceId, contactId, conversationId);
    return conversationId === undefined ? { ok: true, value: {} } : NOT_OF_CONTACT;
  }

  /** Notes and tasks show nothing of the contact but its id. */
  override async mirror(): Promise<void> {}

  override async claim(): Promise<void> {}

  override async follow({ workspaceId, from, to, mergeId }: ContactMove): Promise<void> {
    await this.notes.moveAlong(workspaceId, from, to, mergeId);
    await this.tasks.moveAlong(workspaceId, from, to, mergeId);
  }

  override async goBack({ workspaceId, ...move }: ContactMove): Promise<void> {
    await this.notes.moveBack(workspaceId, move);
    await this.tasks.moveBack(workspaceId, move);
  }
}

const NOT_OF_CONTACT = {
  ok: false,
  problems: [{ field: 'conversationId', rule: 'must be a conversation with the contact' }],
} as const;
