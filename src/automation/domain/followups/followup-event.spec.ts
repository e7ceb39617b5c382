import type { ConversationId, WorkspaceId } from '../../../shared/kernel';
import { followupPlanned, followupSettled } from './followup-event';
import type { FollowupRecord } from './followup-record';

const AT = new Date('2026-01-01T00:00:00Z');
const DUE = '2026-01-02T00:00:00.000Z';
const place = { workspaceId: 'w1' as WorkspaceId, conversationId: 'c1' as ConversationId };
const record = (news?: Partial<NonNullable<FollowupRecord['news']>>, revision = 1): FollowupRecord => ({
  ...{ taskId: 't1', policyId: 'p1', kind: 'after_silence', action: 'text', instanceId: null, revision },
  ...{ dueAt: Date.parse(DUE), anchorAt: 0, windowClosesAt: 0, plannedAt: 0 },
  ...(news === undefined ? {} : { news: { at: 5, end: null, ...news } }),
});
const said = { sendId: 's1', sessionId: null, text: 'Still there?' };
const standing = (status: string, reason: string | null = null, isOnItsWay = false) => ({ status, reason, isOnItsWay });

describe('what is told of a follow-up', () => {
  it.each<[string, FollowupRecord, object]>([
    ['planned', record(), standing('scheduled')],
    ['on its way', record({ said }), standing('scheduled', null, true)],
    ['left to a flow', record({ said: { ...said, sendId: null } }), standing('sent')],
    ['called off', record({ end: { status: 'cancelled', reason: 'held' } }), standing('cancelled', 'held')],
    // Whether it had been settled by then, its own event says.
    ['answered', record({ said, repliedAt: 0 }), { repliedAt: '1970-01-01T00:00:00.000Z' }],
  ])('%s', (_, changed, expected) => {
    expect(followupPlanned(place, changed, AT)).toEqual({
      ...{ id: expect.any(String) as string, type: 'followup.changed', ...place, at: AT, subjectId: 't1' },
      data: { policyId: 'p1', kind: 'after_silence', dueAt: DUE, ...expected },
    });
  });

  it('has an id of its own for each change, and the same for the same one', () => {
    const settled = (status: 'sent' | 'expired') =>
      followupSettled(
        place,
        { taskId: 't1', policyId: 'p1', kind: 'after_silence', dueAt: new Date(DUE), status, reason: null },
        AT,
      );
    const planned = (revision: number, at = AT) => followupPlanned(place, record(undefined, revision), at);
    const ids = [planned(1), planned(2), settled('sent'), settled('expired')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(planned(1, new Date(0)).id).toBe(ids[0]);
    expect(settled('sent').data).toMatchObject(standing('sent'));
  });
});
