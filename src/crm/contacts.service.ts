import { Injectable } from '@nestjs/common';
import { type ContactId, decodeCursor, type Page, pageOf, type RequestContext } from '../shared/kernel';
import { contactNotFound } from './crm.errors';
import type { Contact } from './domain/contact';
import { ContactsRepository } from './repositories/contacts.repository';

@Injectable()
export class ContactsService {
  constructor(private readonly contacts: ContactsRepository) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<Contact>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.contacts.list(workspaceId, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError CONTACT.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, contactId: ContactId): Promise<Contact> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    return contact;
  }
}
