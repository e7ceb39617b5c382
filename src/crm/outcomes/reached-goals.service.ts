import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock } from '../../shared/kernel';
import { ContactEditor } from '../contact-editor';
import { ContactMirrors } from '../contact-mirrors.service';
import type { Contact } from '../domain/contact';
import { contactChanged } from '../domain/contact-event';
import type { PersonRef } from '../domain/person';
import type { Goal } from './domain/goal';

/** Lets contacts, and with them conversations, show what was reached. */
@Injectable()
export class ReachedGoals {
  constructor(
    private readonly editor: ContactEditor,
    private readonly mirrors: ContactMirrors,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** `known`: as it was read a moment ago; nothing is asked when it shows the goal already. */
  async note(person: PersonRef, known: Contact, goal: Goal): Promise<void> {
    if (known.goals?.includes(goal) === true) return;
    const updatedAt = this.clock.now();
    const edited = await this.editor.change(person, undefined, (contact) => {
      const goals = contact.goals ?? [];
      const value = goals.includes(goal)
        ? { next: contact, changed: [] }
        : { next: { ...contact, goals: [...goals, goal], updatedAt }, changed: ['goals'] };
      return { ok: true, value };
    });
    if (edited.kind !== 'edited' || edited.changed.length === 0) return;
    const { contact, revision, changed } = edited;
    await this.mirrors.tell(contact, revision, changed);
    await this.events.publish([contactChanged(contact, String(revision), changed, updatedAt)]);
  }
}
