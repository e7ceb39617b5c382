import { LANE, laneEvent, NOW } from '../../../test/support/lane-fixtures';
import type { LaneEventPayload } from '../schemas/inbox-event.schema';
import { eventIdOf } from './event-id';
import { rowOf, unsentRow } from './message-rows';

const base = { participantId: 'p1', at: NOW.getTime(), dedupeKey: 'k' };
const { conversationId, workspaceId, accountId } = LANE;

describe('rowOf', () => {
  it.each<[string, LaneEventPayload, object]>([
    [
      'comment',
      {
        ...base,
        kind: 'comment',
        commentId: 'c',
        text: 'LINK',
        mediaId: 'm',
        mediaType: 'AD',
        adId: '12',
        isLive: false,
      },
      { text: 'LINK', about: { commentId: 'c', mediaId: 'm', mediaType: 'AD', adId: '12', isLive: false } },
    ],
    [
      'mention',
      { ...base, kind: 'mention', mediaId: 'm', commentId: 'c', backfill: 'gap' },
      { about: { mediaId: 'm', commentId: 'c' }, backfill: 'gap' },
    ],
    ['referral', { ...base, kind: 'referral', referral: { ref: 'r' } }, { referral: { ref: 'r' } }],
    [
      'optin',
      { ...base, kind: 'optin', type: 'news', payload: 'promo', title: 'topic' },
      { text: 'topic', details: { type: 'news', payload: 'promo' } },
    ],
    [
      'thread_control',
      { ...base, kind: 'thread-control', what: 'passed', newOwner: '7', standby: true },
      { details: { what: 'passed', newOwner: '7' }, standby: true },
    ],
  ])('tells of a %s in the conversation', (kind, payload, row) => {
    expect(rowOf(laneEvent('e', payload))).toEqual({
      _id: 'e',
      conversationId,
      workspaceId,
      accountId,
      kind,
      direction: 'in',
      origin: 'participant',
      status: 'received',
      text: '',
      attachments: [],
      at: NOW,
      correlationId: 'corr-e',
      ...row,
    });
  });

  it.each<LaneEventPayload>([
    { ...base, kind: 'reaction', mid: 'm', action: 'react' },
    { ...base, kind: 'edit', mid: 'm', text: 'x', editNumber: 1 },
    { ...base, kind: 'unsend', mid: 'm' },
    { kind: 'hold' },
  ])('has none of its own for $kind', (payload) => {
    expect(rowOf(laneEvent('e', payload))).toBeNull();
  });

  it('keeps what a message answers, how somebody came, and what Instagram does not pass on', () => {
    const more = { replyTo: { story: { id: 's' } }, referral: { adId: '12' }, isUnsupported: true as const };
    const payload: LaneEventPayload = { ...base, kind: 'message', mid: 'm', attachments: [], ...more, backfill: 'gap' };
    expect(rowOf(laneEvent('e', payload))).toMatchObject({ mid: 'm', text: '', ...more, backfill: 'gap' });
  });
});

describe('unsentRow', () => {
  const unsend = { ...base, kind: 'unsend', mid: 'm' } as const;

  it('takes the place that the message itself would have', () => {
    const row = unsentRow(laneEvent('u', unsend), unsend);
    expect(row).toMatchObject({ mid: 'm', text: '', attachments: [], unsentAt: NOW, direction: 'in' });
    expect(row._id).toBe(eventIdOf(accountId, 'message:m'));
  });

  it('is of the account when the account took it back', () => {
    const row = unsentRow(laneEvent('u', unsend), { ...unsend, fromAccount: true });
    expect(row).toMatchObject({ direction: 'out', origin: 'app', status: 'sent' });
    expect(row._id).toBe(eventIdOf(accountId, 'echo:m'));
  });
});
