import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock } from '../../shared/kernel';
import { ContactEditor, type Edited } from '../contacts/contact-editor';
import { ContactMirrors } from '../contacts/contact-mirrors.service';
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
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** `known`: as it was read a moment ago; nothing is asked when it shows the goal already. */
  async note(person: PersonRef, known: Contact, goal: Goal): Promise<void> {
    if (known.goals?.includes(goal) === true) return;
    await this.add(person, [goal]);
  }

  async add(person: PersonRef, reached: readonly Goal[]): Promise<void> {
    // Together: whoever comes again sees the goal, and tells nothing any more.
    const edited = await this.transactions.run(() => this.added(person, reached));
    if (edited.kind === 'edited') await this.mirrors.tell(edited.contact, edited.revision, edited.changed);
  }

  private async added(person: PersonRef, reached: readonly Goal[]): Promise<Edited> {
    const updatedAt = this.clock.now();
    const edited = await this.editor.change(person, undefined, (contact) => {
      const known = contact.goals ?? [];
      const goals = [...new Set([...known, ...reached])];
      const value =
        goals.length === known.length
          ? { next: contact, changed: [] }
          : { next: { ...contact, goals, updatedAt }, changed: ['goals'] };
      return { ok: true, value };
    });
    if (edited.kind !== 'edited' || edited.changed.length === 0) return edited;
    const { contact, revision, changed } = edited;
    await this.events.record(contactChanged(contact, String(revision), changed, updatedAt));
    return edited;
  }
}
