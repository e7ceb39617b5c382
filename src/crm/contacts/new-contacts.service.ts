import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ContactId, newId, type RequestContext, type WorkspaceId } from '../../shared/kernel';
import { ContactEditor } from './contact-editor';
import { ContactRulebook } from './contact-rulebook.service';
import { contactInvalid, contactTaken } from '../crm.errors';
import { type Contact, type ContactSource, ENTRY_STAGE } from '../domain/contact';
import {
  changedNames,
  type CheckedChanges,
  type ContactChanges,
  editedContact,
  editOf,
} from '../domain/contact-changes';
import { contactChanged } from '../domain/contact-event';
import type { FieldRule } from '../domain/field-rule';
import { ContactsRepository } from '../repositories/contacts.repository';

export interface NewContact {
  id?: string;
  externalId?: string;
  changes: ContactChanges;
}

/** Contacts that somebody writes down before they ever write. */
@Injectable()
export class NewContacts {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly editor: ContactEditor,
    private readonly rulebook: ContactRulebook,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** `id`: of the operation, so that it is done once. @throws DomainError CONTACT.INVALID, CONTACT.TAKEN. */
  async create(context: RequestContext, { id, externalId, changes }: NewContact): Promise<Contact> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const checked = await this.editor.check(workspaceId, changes);
    if (!checked.ok) throw contactInvalid(checked.problems);
    const missing = missingFields(await this.requiredFields(workspaceId), checked.value);
    if (missing.length > 0) throw contactInvalid(missing);
    const contact = blankContact({ id: id ?? newId(at), workspaceId, externalId, source: 'member' }, at);
    return this.insert(context, contact, checked.value);
  }

  private async insert(context: RequestContext, blank: Contact, wanted: CheckedChanges): Promise<Contact> {
    const { workspaceId, id } = blank;
    const edit = editOf(blank, wanted);
    if (!edit.ok) throw contactInvalid(edit.problems);
    const contact = editedContact(blank, edit.value, blank.createdAt);
    const edited = changedNames(edit.value);
    return this.changes.run(context, async (record) => {
      const known = await this.contacts.findById(workspaceId, id);
      if (known !== null) return known;
      await this.contacts.insert(contact, { edited }).catch(refuseTaken);
      await record({ action: 'contact.created', workspaceId, target: id, subject: id, after: contact });
      await this.events.record(contactChanged(contact, 'created', edited, contact.createdAt));
      return contact;
    });
  }

  private async requiredFields(workspaceId: WorkspaceId): Promise<FieldRule[]> {
    const { fields } = await this.rulebook.all(workspaceId);
    return [...fields.values()].filter(({ required, archived }) => required === true && archived !== true);
  }
}

export function blankContact(
  who: { id: string; workspaceId: WorkspaceId; externalId?: string; source: ContactSource },
  at: Date,
): Contact {
  const { id, workspaceId, externalId, source } = who;
  return {
    id: id as ContactId,
    workspaceId,
    identities: [],
    tags: [],
    stage: ENTRY_STAGE,
    fields: {},
    source,
    ...(externalId === undefined ? {} : { externalId }),
    createdAt: at,
    updatedAt: at,
  };
}

function missingFields(required: readonly FieldRule[], { values, fields }: CheckedChanges) {
  const isNamed = [values.name, values.email, values.phone].some((value) => typeof value === 'string');
  const ofFields = required.filter(({ key }) => (fields[key] ?? null) === null).map(({ key }) => `fields.${key}`);
  return [...(isNamed ? [] : ['name']), ...ofFields].map((field) => ({ field, rule: 'must be given' }));
}

function refuseTaken(error: unknown): never {
  throw isDuplicateKey(error) ? contactTaken() : error;
}
