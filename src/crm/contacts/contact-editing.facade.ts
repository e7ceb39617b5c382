import { Injectable } from '@nestjs/common';
import type { ContactId, RequestContext } from '../../shared/kernel';
import { ContactsService } from './contacts.service';
import type { Contact } from '../domain/contact';
import type { ContactChanges } from '../domain/contact-changes';

/** Changing contacts as a member does, from other domains: audited, told and copied to conversations. */
@Injectable()
export class ContactEditing {
  constructor(private readonly contacts: ContactsService) {}

  /** All of it or nothing; not in a transaction. @throws DomainError CONTACT.NOT_FOUND, CONTACT.INVALID, CRM.CONTENDED. */
  change(context: RequestContext, contactId: ContactId, changes: ContactChanges): Promise<Contact> {
    return this.contacts.change(context, contactId, changes);
  }

  /** @throws DomainError CONTACT.NOT_FOUND. */
  get(context: RequestContext, contactId: ContactId): Promise<Contact> {
    return this.contacts.get(context, contactId);
  }
}
