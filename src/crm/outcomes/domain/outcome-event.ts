import type { DomainEvent } from '../../../shared/events';
import { stableId } from '../../../shared/kernel';
import type { Outcome } from './outcome';

export type OutcomeChangeKind = 'captured' | 'corrected' | 'completed' | 'cancelled' | 'reopened' | 'linked';

/** `outcome`: as it is by now. What somebody left in its fields is for those who open it, not for every listener. */
export function outcomeChanged(outcome: Outcome, change: OutcomeChangeKind): DomainEvent {
  const { id, workspaceId, conversationId, contactId, goal, status, revision, updatedAt } = outcome;
  return {
    id: stableId('outcome.changed', id, String(revision)),
    type: 'outcome.changed',
    workspaceId,
    at: updatedAt,
    subjectId: id,
    conversationId,
    data: { change, goal, status, contactId },
  };
}
