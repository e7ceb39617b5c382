import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../../shared/kernel';
import { changedOutcome, movedOutcome, type Outcome } from './outcome';
import { outcomeChanged } from './outcome-event';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');
const OUTCOME: Outcome = {
  id: 'o1',
  workspaceId: 'w1' as WorkspaceId,
  goal: 'lead',
  contactId: 'c1' as ContactId,
  conversationId: 'lane1' as ConversationId,
  status: 'open',
  fields: { phone: '+4930123456' },
  history: [],
  effects: [],
  revision: 1,
  createdAt: AT,
  updatedAt: AT,
};

describe('what is told of an outcome', () => {
  it('is its standing, and nothing that somebody left in its fields', () => {
    const closed = movedOutcome(OUTCOME, 'completed', LATER);
    expect(outcomeChanged(closed, 'completed')).toEqual({
      ...{ id: expect.any(String) as string, type: 'outcome.changed', workspaceId: 'w1', at: LATER },
      ...{ subjectId: 'o1', conversationId: 'lane1' },
      data: { change: 'completed', goal: 'lead', status: 'completed', contactId: 'c1' },
    });
  });

  it('has one id for each change', () => {
    const corrected = changedOutcome(OUTCOME, { fields: {} }, { at: LATER, userId: 'ann' as UserId });
    const ids = [outcomeChanged(OUTCOME, 'captured').id, outcomeChanged(corrected, 'corrected').id];
    expect(new Set(ids).size).toBe(2);
    expect(outcomeChanged(OUTCOME, 'captured').id).toBe(ids[0]);
  });
});
