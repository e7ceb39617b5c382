import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import { type ContactId, decodeCursor, type Page, pageOf, type RequestContext, type UserId } from '../shared/kernel';
import { ContactEditor } from './contact-editor';
import { contactInvalid, contactNotFound } from './crm.errors';
import type { Contact, ContactStage } from './domain/contact';
import type { ContactChanges } from './domain/contact-changes';
import { tagOf } from './domain/contact-values';
import { ContactsRepository } from './repositories/contacts.repository';

export interface ContactsQuery {
  limit: number;
  cursor?: string;
  stage?: ContactStage;
  /** In any spelling. */
  tag?: string;
  ownerId?: string;
}

@Injectable()
export class ContactsService {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly editor: ContactEditor,
    private readonly changes: AuditedChanges,
  ) {}

  /** Newest first; those that match everything that is asked for. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, query: ContactsQuery): Promise<Page<Contact>> {
    const { limit, cursor, stage, tag, ownerId } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.contacts.list(workspaceId, limit + 1, after, {
      ...(stage === undefined ? {} : { stage }),
      ...(tag === undefined ? {} : { tag: spelled(tag) }),
      ...(ownerId === undefined ? {} : { ownerId: ownerId as UserId }),
    });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError CONTACT.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, contactId: ContactId): Promise<Contact> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    return contact;
  }

  /** All of it or nothing. @throws DomainError CONTACT.NOT_FOUND, CONTACT.INVALID, CRM.CONTENDED. */
  async change(context: RequestContext, contactId: ContactId, wanted: ContactChanges): Promise<Contact> {
    const { workspaceId } = context;
    const checked = await this.editor.check(workspaceId, wanted);
    if (!checked.ok) throw contactInvalid(checked.problems);
    return this.changes.run(context, async (record) => {
      const edited = await this.editor.apply({ workspaceId, contactId }, checked.value);
      if (edited.kind === 'no-contact') throw contactNotFound();
      if (edited.kind === 'invalid') throw contactInvalid(edited.problems);
      if (edited.kind === 'edited' && edited.changed.length > 0) {
        const { before, contact: after, changed } = edited;
        const details = { changed: changed.join(' ') };
        const about = { workspaceId, target: contactId, subject: contactId };
        await record({ action: 'contact.changed', ...about, before, after, details });
      }
      return edited.contact;
    });
  }
}

/** As tags are kept; what can be none finds nothing. */
function spelled(tag: string): string {
  const checked = tagOf(tag);
  return checked.ok ? checked.value : tag;
}
