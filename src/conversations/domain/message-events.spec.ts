import {
  claimed,
  conversation,
  echo,
  entry,
  hold,
  LANE,
  laneEvent,
  message,
  msAfter,
  NOW,
  timerFired,
} from '../../../test/support/lane-fixtures';
import { sentMessage } from './message-rows';
import { eventsOfTurn, seenEvent, settledEvent, settledEvents, settledLateEvent } from './message-events';

const base = { participantId: LANE.participantId, at: NOW.getTime(), dedupeKey: 'd' };
const shown = { lastMessage: { id: 'm', text: 'Hi', at: NOW, direction: 'in' as const }, unread: 1 };
const before = conversation();
const after = conversation(shown);
const told = (...events: Parameters<typeof eventsOfTurn>[0]['events'][number][]) =>
  eventsOfTurn({ before, after: before, events }, NOW);

describe('what a turn tells', () => {
  it('is what came in, then what the inbox shows', () => {
    const events = eventsOfTurn({ before, after, events: [message('m', 'Hi')] }, NOW);
    expect(events.map(({ type }) => type)).toEqual(['message.received', 'conversation.changed']);
    expect(events[0]).toMatchObject({
      workspaceId: LANE.workspaceId,
      conversationId: LANE.conversationId,
      subjectId: 'm',
      data: { messageId: 'm', direction: 'in', origin: 'participant', text: 'Hi', attachments: [] },
    });
    expect(events[1]).toMatchObject({ subjectId: LANE.conversationId, data: { changed: ['unread', 'lastMessage'] } });
  });

  it('has the same ids when it is told again after a crash', () => {
    const events = [message('m'), echo('e'), laneEvent('r', { ...base, kind: 'reaction', mid: 'x', action: 'react' })];
    const ids = (first: boolean) =>
      eventsOfTurn({ after, events, ...(first ? { before } : {}) }, msAfter(first ? 0 : 9)).map(({ id }) => id);
    expect(ids(false)).toEqual(ids(true));
    expect(new Set(ids(true)).size).toBe(4);
  });

  it('names what somebody typed elsewhere as sent', () => {
    expect(told(echo('e', 'From the app'))).toMatchObject([
      { type: 'message.sent', subjectId: 'e', data: { origin: 'app', text: 'From the app' } },
    ]);
  });

  it.each([
    [
      { kind: 'reaction' as const, action: 'react' as const, emoji: '❤' },
      { change: 'reaction', emoji: '❤' },
    ],
    [
      { kind: 'edit' as const, text: 'x'.repeat(3_000), editNumber: 1 },
      { change: 'edit', text: 'x'.repeat(2_000) },
    ],
    [
      { kind: 'unsend' as const, fromAccount: true as const },
      { change: 'unsend', by: 'account' },
    ],
  ])('names a message that changed by its id at the platform: %j', (payload, data) => {
    const event = laneEvent('c', { ...base, mid: 'mid-1', ...payload });
    expect(told(event)).toMatchObject([
      { type: 'message.changed', subjectId: 'mid-1', data: { mid: 'mid-1', ...data } },
    ]);
  });

  it('is nothing of what is read from before, nor of what nobody sees', () => {
    const old = laneEvent('o', { ...base, kind: 'message', mid: 'x', attachments: [], backfill: 'history' });
    expect(eventsOfTurn({ before, after, events: [old] }, NOW)).toEqual([]);
    expect(told(timerFired('t', 'x'))).toEqual([]);
  });

  it('leaves the inbox out for who only comments', () => {
    const comment = { kind: 'comment' as const, commentId: 'c', text: 'Nice', mediaId: 'p', isLive: false };
    const events = [laneEvent('c', { ...base, ...comment })];
    const shadow = conversation({ ...shown, shadow: true });
    expect(eventsOfTurn({ before, after: shadow, events }, NOW).map(({ type }) => type)).toEqual(['message.received']);
  });

  it('tells what waits to be sent, and what a hold has cancelled', () => {
    const had = conversation({
      outbox: [claimed('on-its-way'), entry('cancelled'), entry('passes', { passesHoldId: 'h1' })],
    });
    const person = entry('answer', { origin: 'person' });
    const has = conversation({ outbox: [claimed('on-its-way'), person], hold: hold(msAfter(1)) });
    const changes = eventsOfTurn({ before: had, after: has, events: [message('m')] }, NOW)
      .filter(({ type }) => type === 'message.changed')
      .map(({ subjectId, data }) => [subjectId, data['status'], data['text']]);
    expect(changes).toEqual([
      ['answer', 'queued', 'text of answer'],
      ['cancelled', 'queued', 'text of cancelled'],
      ['cancelled', 'cancelled', 'text of cancelled'],
    ]);
  });

  it('takes what left the outbox without a new hold for sent', () => {
    const had = conversation({ outbox: [entry('gone')], hold: hold(msAfter(1)) });
    const has = conversation({ hold: hold(msAfter(1)) });
    expect(eventsOfTurn({ before: had, after: has, events: [timerFired('t', 'x')] }, NOW)).toEqual([]);
  });
});

describe('what becomes of a message', () => {
  const row = (status: 'sent' | 'failed') =>
    sentMessage(before, entry('s'), {
      status,
      at: NOW,
      ...(status === 'failed' ? { error: { code: 'X', message: 'No.' } } : { mid: 'mid' }),
    });

  it('is told once for each state, sent under one id however it is found out', () => {
    expect(settledEvent(row('sent'))).toMatchObject({ type: 'message.sent', subjectId: 's', data: { mid: 'mid' } });
    const late = settledLateEvent(before, { messageId: 's', mid: 'mid', at: NOW });
    expect(late.id).toBe(settledEvent(row('sent')).id);
    const failed = settledEvent(row('failed'));
    expect(failed).toMatchObject({ type: 'message.changed', data: { status: 'failed', error: { code: 'X' } } });
    expect(failed.id).not.toBe(late.id);
  });

  it('comes behind that it was queued, whoever tells that first', () => {
    const waiting = conversation({ outbox: [entry('s')] });
    const [queued] = eventsOfTurn({ before, after: waiting, events: [timerFired('t', 'x')] }, msAfter(5));
    expect(settledEvents(waiting, entry('s'), row('sent'))).toEqual([queued, settledEvent(row('sent'))]);
  });

  it('includes that it was seen, where it is known by whom', () => {
    const receipt = { _id: 'r', ...LANE, platformAt: NOW };
    expect(seenEvent(receipt)).toMatchObject({ conversationId: LANE.conversationId, data: { change: 'seen' } });
    expect(seenEvent({ ...receipt, conversationId: null })).toBeNull();
  });
});
