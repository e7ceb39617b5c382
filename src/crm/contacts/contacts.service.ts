import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import type { ContactId, RequestContext } from '../../shared/kernel';
import { ContactEditor, type Edited } from './contact-editor';
import { ContactMirrors } from './contact-mirrors.service';
import { contactInvalid, contactNotFound } from '../crm.errors';
import type { Contact } from '../domain/contact';
import type { CheckedChanges, ContactChanges } from '../domain/contact-changes';
import { contactChanged } from '../domain/contact-event';
import { ContactsRepository } from '../repositories/contacts.repository';

/** One contact, for members. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly editor: ContactEditor,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly mirrors: ContactMirrors,
  ) {}

  /** Also by the id of a contact that was merged into it. @throws DomainError CONTACT.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, contactId: ContactId): Promise<Contact> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    return contact;
  }

  /** All of it or nothing. @throws DomainError CONTACT.NOT_FOUND, CONTACT.INVALID, CRM.CONTENDED. */
  async change(context: RequestContext, contactId: ContactId, wanted: ContactChanges): Promise<Contact> {
    const checked = await this.editor.check(context.workspaceId, wanted);
    if (!checked.ok) throw contactInvalid(checked.problems);
    const edited = await this.save(context, contactId, checked.value);
    if (edited.kind === 'no-contact') throw contactNotFound();
    if (edited.kind === 'invalid') throw contactInvalid(edited.problems);
    if (edited.kind === 'edited') await this.mirrors.tell(edited.contact, edited.revision, edited.changed);
    return edited.contact;
  }

  private save(context: RequestContext, contactId: ContactId, wanted: CheckedChanges): Promise<Edited> {
    const { workspaceId, actor } = context;
    const by = actor.kind === 'user' ? { userId: actor.userId } : {};
    return this.changes.run(context, async (record) => {
      const edited = await this.editor.apply({ workspaceId, contactId }, wanted, by);
      if (edited.kind !== 'edited' || edited.changed.length === 0) return edited;
      const { before, contact: after, changed, revision } = edited;
      const about = { workspaceId, target: after.id, subject: after.id };
      const details = { changed: changed.join(' ') };
      await record({ action: 'contact.changed', ...about, before, after, details });
      await this.events.record(contactChanged(after, String(revision), changed, after.updatedAt));
      return edited;
    });
  }
}
