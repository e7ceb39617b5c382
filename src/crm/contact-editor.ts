import { Injectable } from '@nestjs/common';
import { Clock, type FieldProblem } from '../shared/kernel';
import { crmContended } from './crm.errors';
import type { Contact } from './domain/contact';
import {
  changedNames,
  checkChanges,
  type CheckedChanges,
  type ContactChanges,
  editedContact,
  editOf,
} from './domain/contact-changes';
import type { Decision } from './domain/checklist';
import type { PersonRef } from './domain/person';
import { Members } from './members';
import { ContactsRepository } from './repositories/contacts.repository';

export type Edited =
  /** `changed`: names of what differs now; none, when it had been so already. */
  | { kind: 'edited'; before: Contact; contact: Contact; changed: readonly string[] }
  /** The effect had been applied before. */
  | { kind: 'repeated'; contact: Contact }
  | { kind: 'invalid'; problems: readonly FieldProblem[] }
  | { kind: 'no-contact' };

const ATTEMPTS = 8;

/** The one way in which contacts change, for people as for flows: checked, then saved on the state it was decided on. */
@Injectable()
export class ContactEditor {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** Normalised, or what is wrong with it whatever the contact; reads members, so not in a transaction. */
  async check(workspaceId: PersonRef['workspaceId'], changes: ContactChanges): Promise<Decision<CheckedChanges>> {
    const checked = checkChanges(changes);
    if (!checked.ok) return checked;
    const problems = await this.members.problemsOf(workspaceId, 'ownerId', checked.value.values.ownerId);
    return problems.length > 0 ? { ok: false, problems } : checked;
  }

  /** `effectId`: of an effect that may be repeated; it is applied once. @throws DomainError CRM.CONTENDED. */
  async apply(person: PersonRef, changes: CheckedChanges, effectId?: string): Promise<Edited> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = await this.contacts.findToChange(person);
      if (known === null) return { kind: 'no-contact' };
      const { contact, effects } = known;
      if (effectId !== undefined && effects.includes(effectId)) return { kind: 'repeated', contact };
      const decided = editOf(contact, changes);
      if (!decided.ok) return { kind: 'invalid', problems: decided.problems };
      const edit = decided.value;
      const changed = changedNames(edit);
      if (changed.length === 0 && effectId === undefined) return { kind: 'edited', before: contact, contact, changed };
      const at = this.clock.now();
      if (await this.contacts.saveEdit(known, edit, at, effectId))
        return { kind: 'edited', before: contact, contact: editedContact(contact, edit, at), changed };
    }
    throw crmContended();
  }
}
