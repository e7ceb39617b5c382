import { Injectable } from '@nestjs/common';
import type { AccountId, ContactId, WorkspaceId } from '../shared/kernel';
import { CrmEffects } from './crm-effects';
import { ChannelPeople, type Participant, type ToldProfile } from './contacts/channel-people.service';
import { type Contact, type ContactView, viewOf } from './domain/contact';
import type { ContactChanges } from './domain/contact-changes';
import type { EffectOutcome, PersonRef } from './domain/person';
import type { TaskWishes } from './domain/task-wishes';
import type { Goal } from './outcomes/domain/goal';
import { type Capture, type CapturingPerson, OutcomeCapture } from './outcomes/outcome-capture.service';
import { ContactMergesRepository } from './repositories/contact-merges.repository';
import { ContactsRepository } from './repositories/contacts.repository';

/** What the domains that talk to people tell the CRM, and ask of it. */
@Injectable()
export class CrmFacade {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly merges: ContactMergesRepository,
    private readonly effects: CrmEffects,
    private readonly outcomes: OutcomeCapture,
    private readonly people: ChannelPeople,
  ) {}

  /**
   * One insert. When the contact exists, or the identity is another one's, that is whose conversation it is. `at`: when the
   * person first wrote.
   */
  ensureContact(participant: Participant & { at: Date }): Promise<void> {
    return this.people.ensure(participant);
  }

  /** What the channel tells about the person; a name that somebody typed into the CRM stays. */
  applyProfile(profile: ToldProfile): Promise<void> {
    return this.people.applyProfile(profile);
  }

  /**
   * Before an account's conversations with these participants are erased: the contacts whom no other account knows. Whom
   * another one knows stays, without this identity. With the ids of those who were merged into them.
   */
  async leaveAccount(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    participantIds: readonly string[],
  ): Promise<ContactId[]> {
    const contacts = await this.contacts.listByIdentity(workspaceId, accountId, participantIds);
    const isElsewhere = ({ identities }: Contact) => identities.some((identity) => identity.accountId !== accountId);
    const shared = contacts.filter(isElsewhere).map(({ id }) => id);
    if (shared.length > 0) {
      await this.contacts.dropIdentities(workspaceId, shared, accountId);
      await this.merges.dropIdentities(workspaceId, shared, accountId);
    }
    const left = contacts.filter((contact) => !isElsewhere(contact)).map(({ id }) => id);
    return left.length === 0 ? [] : [...left, ...(await this.contacts.formerIds(workspaceId, left))];
  }

  /** Null when there is no such contact. One query by an index. */
  async contactView(person: PersonRef): Promise<ContactView | null> {
    const contact = await this.contacts.findPerson(person);
    return contact === null ? null : viewOf(contact, person);
  }

  /**
   * All of the changes or none; the contact as it is now. Applied once for an effect, however often that is repeated after a crash.
   * @throws DomainError CRM.CONTENDED when others keep changing the contact at the same moment: try again.
   */
  applyChanges(person: PersonRef, changes: ContactChanges, effectId: string): Promise<EffectOutcome<ContactView>> {
    return this.effects.applyChanges(person, changes, effectId);
  }

  /** Written once for an effect. */
  addNote(person: PersonRef, text: string, effectId: string): Promise<EffectOutcome<{ noteId: string }>> {
    return this.effects.addNote(person, text, effectId);
  }

  /** Created once for an effect; an open follow-up of normal priority unless it says otherwise. */
  createTask(
    person: PersonRef,
    task: TaskWishes & { title: string },
    effectId: string,
  ): Promise<EffectOutcome<{ taskId: string }>> {
    return this.effects.createTask(person, task, effectId);
  }

  /**
   * Fills in the open record of the goal in this conversation, or opens one. Applied once for an effect.
   * @throws DomainError CRM.CONTENDED when others keep changing it at the same moment: try again.
   */
  captureGoal(
    person: CapturingPerson,
    capture: Capture,
    effectId: string,
  ): Promise<EffectOutcome<{ outcomeId: string }>> {
    return this.outcomes.capture(person, capture, effectId);
  }

  /** Whether the person has ever completed the goal. */
  hasCompleted(person: PersonRef, goal: Goal): Promise<boolean> {
    return this.outcomes.isCompleted(person, goal);
  }
}
