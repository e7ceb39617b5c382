import { Injectable } from '@nestjs/common';
import { Clock, type FieldProblem, newId, type UserId } from '../../shared/kernel';
import { MIRRORED } from './contact-mirrors.service';
import { ContactRulebook } from './contact-rulebook.service';
import { crmContended } from '../crm.errors';
import type { Contact } from '../domain/contact';
import {
  changedNames,
  checkChanges,
  type CheckedChanges,
  type ContactChanges,
  editedContact,
  editOf,
} from '../domain/contact-changes';
import type { Decision } from '../domain/checklist';
import type { PersonRef } from '../domain/person';
import { Members } from '../members';
import { ContactsRepository, type SaveNote } from '../repositories/contacts.repository';

export type Edited =
  /** `changed`: names of what differs now; none, when it had been so already. */
  | { kind: 'edited'; before: Contact; contact: Contact; changed: readonly string[]; revision: number }
  /** The effect had been applied before. */
  | { kind: 'repeated'; contact: Contact; revision: number }
  | { kind: 'invalid'; problems: readonly FieldProblem[] }
  | { kind: 'no-contact' };

/** On whose behalf: of an effect that may be repeated, which is applied once; or of a member. */
export interface EditFor {
  effectId?: string;
  userId?: UserId;
}

/** Each of them was lost to somebody who succeeded; whoever loses them all is told so, and an effect is begun again later. */
const ATTEMPTS = 8;

/** The one way in which contacts change, for people as for flows: checked, then saved on the state it was decided on. */
@Injectable()
export class ContactEditor {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly members: Members,
    private readonly rulebook: ContactRulebook,
    private readonly clock: Clock,
  ) {}

  /** Normalised, or what is wrong with it whatever the contact; reads members and rules, so not in a transaction. */
  async check(workspaceId: PersonRef['workspaceId'], changes: ContactChanges): Promise<Decision<CheckedChanges>> {
    const checked = checkChanges(changes, await this.rulebook.rulesFor(workspaceId, changes));
    if (!checked.ok) return checked;
    const problems = await this.members.problemsOf(workspaceId, 'ownerId', checked.value.values.ownerId);
    return problems.length > 0 ? { ok: false, problems } : checked;
  }

  /** @throws DomainError CRM.CONTENDED. */
  apply(person: PersonRef, changes: CheckedChanges, { effectId, userId }: EditFor = {}): Promise<Edited> {
    const at = this.clock.now();
    const note = { id: effectId ?? newId(at), ...(userId === undefined ? {} : { userId }) };
    return this.change(person, effectId, (contact) => {
      const decided = editOf(contact, changes);
      if (!decided.ok) return decided;
      const changed = changedNames(decided.value);
      const next = changed.length === 0 ? contact : editedContact(contact, decided.value, at, note);
      return { ok: true, value: { next, changed } };
    });
  }

  /** `decide`: pure, asked again when somebody changed the contact meanwhile. @throws DomainError CRM.CONTENDED. */
  async change(
    person: PersonRef,
    effectId: string | undefined,
    decide: (contact: Contact) => Decision<{ next: Contact; changed: readonly string[] }>,
  ): Promise<Edited> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = await this.contacts.findToChange(person);
      if (known === null) return { kind: 'no-contact' };
      const { contact, effects } = known;
      const revision = known.revision ?? 0;
      if (effectId !== undefined && effects.includes(effectId)) return { kind: 'repeated', contact, revision };
      const decided = decide(contact);
      if (!decided.ok) return { kind: 'invalid', problems: decided.problems };
      const { next, changed } = decided.value;
      if (changed.length === 0 && effectId === undefined)
        return { kind: 'edited', before: contact, contact, changed, revision };
      if (await this.contacts.save(known, next, this.noteOf(next, changed, effectId)))
        return { kind: 'edited', before: contact, contact: next, changed, revision: revision + 1 };
    }
    throw crmContended();
  }

  private noteOf({ identities }: Contact, changed: readonly string[], effectId: string | undefined): SaveNote {
    return {
      at: this.clock.now(),
      edited: changed,
      mirrored: identities.length > 0 && changed.some((name) => MIRRORED.includes(name)),
      ...(effectId === undefined ? {} : { effectId }),
    };
  }
}
