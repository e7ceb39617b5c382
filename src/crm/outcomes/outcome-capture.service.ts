import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, type FieldProblem, stableId, type WorkspaceId } from '../../shared/kernel';
import { crmContended } from '../crm.errors';
import type { EffectOutcome, PersonRef } from '../domain/person';
import { ContactsRepository } from '../repositories/contacts.repository';
import { ReachedGoals } from './reached-goals.service';
import { checkOutcome } from './domain/check-outcome';
import type { Goal } from './domain/goal';
import { changedOutcome, type Outcome, type OutcomeWishes } from './domain/outcome';
import { outcomeChanged } from './domain/outcome-event';
import { ToldPersons } from './told-persons.service';
import { OutcomesRepository } from './repositories/outcomes.repository';

export interface Capture {
  goal: Goal;
  fields: Readonly<Record<string, unknown>>;
  value?: number;
}

/** The lane a goal was reached in. */
export type CapturingPerson = PersonRef & { conversationId: NonNullable<PersonRef['conversationId']> };

const ATTEMPTS = 8;
const invalid = (problems: readonly FieldProblem[]) => ({ ok: false, reason: 'invalid', problems }) as const;

/** Keeps what conversations reach: one open record of a goal in each, which later turns fill in further. */
@Injectable()
export class OutcomeCapture {
  constructor(
    private readonly outcomes: OutcomesRepository,
    private readonly contacts: ContactsRepository,
    private readonly persons: ToldPersons,
    private readonly reached: ReachedGoals,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Applied once for an effect. @throws DomainError CRM.CONTENDED when others keep changing it at the same moment. */
  async capture(
    person: CapturingPerson,
    { goal, ...said }: Capture,
    effectId: string,
  ): Promise<EffectOutcome<{ outcomeId: string }>> {
    const checked = checkOutcome(said);
    if (!checked.ok) return invalid(checked.problems);
    const contact = await this.contacts.findPerson(person);
    if (contact === null) return { ok: false, reason: 'no-contact', problems: [] };
    await this.persons.note(person, contact, checked.value.fields, effectId);
    await this.reached.note(person, contact, goal);
    const place = { ...person, goal, contactId: contact.id };
    const { outcome, repeated } = await this.save(place, checked.value, effectId);
    // Also when it is repeated, since a crash may have come in between.
    await this.events.publish([outcomeChanged(outcome, 'captured')]);
    return { ok: true, repeated, value: { outcomeId: outcome.id } };
  }

  /** Whether the person has ever completed the goal. */
  async isCompleted(person: PersonRef, goal: Goal): Promise<boolean> {
    const contact = await this.contacts.findPerson(person);
    if (contact === null) return false;
    const filter = { terms: [], contactId: contact.id, status: 'completed' as const };
    return (await this.outcomes.list(person.workspaceId, goal, filter, { limit: 1 })).length > 0;
  }

  private async save(
    place: Pick<Outcome, 'contactId' | 'goal'> & CapturingPerson,
    wishes: OutcomeWishes,
    effectId: string,
  ): Promise<{ outcome: Outcome; repeated: boolean }> {
    const { workspaceId, goal, conversationId } = place;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const open = await this.outcomes.findOpen(workspaceId, goal, conversationId);
      if (open !== null && open.effects.includes(effectId)) return { outcome: open, repeated: true };
      if (open === null) {
        const outcome = changedOutcome(emptyOutcome(place, effectId, this.clock.now()), wishes, {
          at: this.clock.now(),
          effectId,
        });
        if (await this.outcomes.insertIfNew(outcome)) return { outcome, repeated: false };
        const earlier = await this.outcomes.findById(workspaceId, goal, outcome.id);
        // Made by this very effect, and closed since.
        if (earlier !== null) return { outcome: earlier, repeated: true };
        continue;
      }
      const outcome = changedOutcome(open, wishes, { at: this.clock.now(), effectId });
      if (await this.outcomes.replace(open, outcome)) return { outcome, repeated: false };
    }
    throw crmContended();
  }
}

function emptyOutcome(
  place: Pick<Outcome, 'contactId' | 'goal' | 'conversationId'> & { workspaceId: WorkspaceId },
  effectId: string,
  at: Date,
): Outcome {
  const { workspaceId, goal, contactId, conversationId } = place;
  return {
    id: stableId('outcome', workspaceId, goal, effectId),
    workspaceId,
    goal,
    contactId,
    conversationId,
    status: 'open',
    fields: {},
    history: [],
    effects: [],
    revision: 0,
    createdAt: at,
    updatedAt: at,
  };
}
