import type { LaneView, TaskOutcome } from '../../conversations';
import type { EffectOutcome, PersonRef } from '../../crm';
import { DomainError } from '../../shared/kernel';

export function personOf({ workspaceId, conversationId, accountId, participantId }: LaneView): PersonRef {
  return { workspaceId, conversationId, accountId, participantId };
}

/**
 * What the CRM made of a task. The contact is written beside the first turn of its conversation, so it may not be there
 * yet: then the task is tried again.
 * @throws DomainError AUTOMATION.NO_CONTACT
 */
export function outcomeOf(effect: EffectOutcome<object>): TaskOutcome {
  if (effect.ok) return { ok: true, value: {} };
  if (effect.reason === 'no-contact')
    throw new DomainError('AUTOMATION.NO_CONTACT', 'internal', 'The conversation has no contact yet.');
  return { ok: false, error: effect.problems.map(({ field, rule }) => `${field} ${rule}`).join('; ') };
}
