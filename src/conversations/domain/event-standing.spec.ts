import {
  echo,
  laneEvent,
  message,
  msAfter,
  NOW,
  personSend,
  postback,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import { holdsFrom, isAmendment, isAnswerable, opensWindow, reveals } from './event-standing';
import { GAP_FRESH_MS } from './limits';

const base = { participantId: 'p1', at: NOW.getTime(), dedupeKey: 'k' };
const comment: LaneEventPayload = { ...base, kind: 'comment', commentId: 'c', text: 'hi', mediaId: 'm', isLive: false };
const PAYLOADS: Record<string, LaneEventPayload> = {
  message: message('m').payload,
  postback: postback('p', 'P').payload,
  referral: { ...base, kind: 'referral', referral: { ref: 'r' } },
  reaction: { ...base, kind: 'reaction', mid: 'm', action: 'react' },
  'reaction of the account': { ...base, kind: 'reaction', mid: 'm', action: 'react', fromAccount: true },
  'reaction taken back': { ...base, kind: 'reaction', mid: 'm', action: 'unreact' },
  edit: { ...base, kind: 'edit', mid: 'm', text: 'x', editNumber: 1 },
  unsend: { ...base, kind: 'unsend', mid: 'm' },
  echo: echo('e').payload,
  comment,
  mention: { ...base, kind: 'mention', mediaId: 'm' },
  optin: { ...base, kind: 'optin' },
  'thread control': { ...base, kind: 'thread-control', what: 'passed' },
  'person’s send': personSend('s').payload,
  hold: { kind: 'hold' },
};
const those = (is: (payload: LaneEventPayload) => boolean) =>
  Object.entries(PAYLOADS).flatMap(([name, payload]) => (is(payload) ? [name] : []));

it('the window is opened by what Meta says, and by nothing else', () => {
  expect(those(opensWindow)).toEqual(['message', 'postback', 'referral', 'reaction']);
  expect(those((payload) => opensWindow({ ...payload, standby: true } as LaneEventPayload))).toEqual([]);
});

it('a conversation is in the inbox once they speak with each other', () => {
  expect(those(reveals)).toEqual(['message', 'postback', 'referral', 'echo', 'person’s send']);
});

it('amendments change a message that was there', () => {
  expect(those(isAmendment)).toEqual(['reaction', 'reaction of the account', 'reaction taken back', 'edit', 'unsend']);
});

describe('isAnswerable', () => {
  const nothing = { optedOut: false, lastInboundAt: null, lastWrittenAt: null };
  const answerable = (event: Pick<LaneEvent, 'payload' | 'platformAt'>, conversation: object = {}) =>
    isAnswerable(event, { ...nothing, ...conversation }, { now: NOW, windowMs: WINDOW_MS });
  const said = (ageMs: number, part: object = {}) => {
    const event = message('m', 'hi', { platformAt: msAfter(-ageMs) });
    return { ...event, payload: { ...event.payload, ...part } };
  };

  it.each<[string, boolean, LaneEvent, object]>([
    ['in its window', true, said(WINDOW_MS - 1), {}],
    ['when its window is over', false, said(WINDOW_MS), {}],
    ['as the newest', true, said(10), { lastWrittenAt: msAfter(-10) }],
    ['once a later message had its turn', false, said(10), { lastWrittenAt: msAfter(-9) }],
    ['once a later message had its turn, in a row of old', false, said(10), { lastInboundAt: msAfter(-9) }],
    ['when only a reaction was later', true, said(10), { lastInboundAt: NOW, lastWrittenAt: msAfter(-20) }],
    ['of somebody who wants no messages', false, said(0), { optedOut: true }],
    ['of another app’s thread', false, said(0, { standby: true }), {}],
    ['of what was read from history', false, said(0, { backfill: 'history' }), {}],
    ['missed a moment ago', true, said(GAP_FRESH_MS - 1, { backfill: 'gap' }), {}],
    ['missed too long ago', false, said(GAP_FRESH_MS, { backfill: 'gap' }), {}],
  ])('a message %s: %p', (_, expected, event, conversation) => {
    expect(answerable(event, conversation)).toBe(expected);
  });

  it('a comment has no window, and is passed by nothing', () => {
    const old = laneEvent('c', comment, { platformAt: msAfter(-3 * WINDOW_MS) });
    expect(answerable(old, { lastWrittenAt: NOW, lastInboundAt: NOW })).toBe(true);
    expect(answerable({ ...old, payload: { ...comment, standby: true } })).toBe(false);
  });
});

it('what a person typed while nothing was told silences the bot from then on', () => {
  const typed = echo('e', 'hi', { platformAt: msAfter(-60_000) });
  expect(holdsFrom(typed, NOW)).toEqual(NOW);
  expect(holdsFrom({ ...typed, payload: { ...typed.payload, backfill: 'gap' } as LaneEventPayload }, NOW)).toEqual(
    msAfter(-60_000),
  );
});
