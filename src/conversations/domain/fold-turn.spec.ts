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
  nothingDecided,
  NOW,
  personSend,
  postback,
  says,
  taskFinished,
  timerFired,
  USER,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import { type FoldedTurn, foldTurn } from './fold-turn';
import type { NewSend } from './commit';
import { inParts } from './new-sends';
import { isHeld } from './silence';
import { OUTBOX_SIZE, PERSON_HOLD_MINUTES, STATE_BYTES } from './limits';
import type { TurnDecision, TurnInput } from './turn';

type Decide = (input: TurnInput) => Partial<TurnDecision>;

interface Played {
  folded: FoldedTurn;
  /** What was asked of the handler, in order. */
  inputs: TurnInput[];
}

function play(events: LaneEvent[], row: Partial<ConversationRow> = {}, decide: Decide = () => ({})): Played {
  const inputs: TurnInput[] = [];
  const folded = foldTurn({
    conversation: conversation(row),
    events,
    now: NOW,
    windowMs: WINDOW_MS,
    partsOf: (content) => [content],
    decide: (input) => {
      inputs.push(input);
      return { ...nothingDecided(input.state), ...decide(input) };
    },
  });
  return { folded, inputs };
}

const received = (id: string, payload: object, part: Partial<LaneEvent> = {}): LaneEvent =>
  laneEvent(id, { participantId: 'p1', at: NOW.getTime(), dedupeKey: id, ...payload } as LaneEventPayload, part);
const COMMENT = { kind: 'comment', commentId: 'c', text: 'LINK', mediaId: '1', isLive: false };
const SAID = { kind: 'message', mid: 'x', text: 'hi', attachments: [] };

const answering: Decide = ({ event }) => ({ sends: [{ id: `re-${event.eventId}`, content: says(event.eventId) }] });
const sendIds = ({ folded }: Played) => folded.commit.sends.map(({ id }) => id);
const personHold = { until: msAfter(PERSON_HOLD_MINUTES * 60_000) };

describe('foldTurn', () => {
  it('hands each event to the handler as it came, with the state that the one before left', () => {
    const events = [message('m', 'Hi'), postback('p', 'BUY'), timerFired('t', 'timer1'), taskFinished('r', 'task1')];
    const { folded, inputs } = play(events, { state: { step: 0 } }, ({ state }) => ({
      state: { step: Number(state?.['step']) + 1 },
    }));
    expect(inputs.map(({ event }) => event)).toMatchObject([
      { kind: 'message', eventId: 'm', text: 'Hi', at: NOW, answerable: true, attachments: [] },
      { kind: 'postback', eventId: 'p', payload: 'BUY', at: NOW, answerable: true },
      { kind: 'timer', eventId: 't', timerId: 'timer1', data: { armedAs: 'timer1' } },
      { kind: 'task-result', eventId: 'r', taskId: 'task1', taskKind: 'profile', outcome: { ok: true } },
    ]);
    expect(inputs.map(({ state }) => state)).toEqual([{ step: 0 }, { step: 1 }, { step: 2 }, { step: 3 }]);
    expect(inputs[0]?.lane).toMatchObject(LANE);
    expect(folded.commit.state).toEqual({ step: 4 });
    expect(folded.commit.consumed.map(({ id }) => id)).toEqual(['m', 'p', 't', 'r']);
  });

  it('tells the handler of a hold, once it stands, whoever began it', () => {
    const events = [personSend('s'), echo('e'), laneEvent('h', { kind: 'hold' })];
    const { inputs, folded } = play(events, {}, () => ({ state: { paused: true } }));
    expect(inputs.map(({ event, held, lastHoldUntil }) => [event, held, lastHoldUntil])).toEqual(
      [{ eventId: 's', said: 's' }, { eventId: 'e', said: 'e' }, { eventId: 'h' }].map((event) => [
        { kind: 'hold', ...event },
        true,
        personHold.until,
      ]),
    );
    expect(folded.commit.state).toEqual({ paused: true });
  });

  it('hands on what somebody wants of the automation', () => {
    const order = { kind: 'command', command: 'stop', data: { sessionId: 's1' } } as const;
    const { inputs, folded } = play([laneEvent('c', order)], { unread: 3 });
    expect(inputs[0]?.event).toEqual({ ...order, eventId: 'c', at: NOW });
    expect(folded.commit.mirrors).toMatchObject({ unread: 0, answered: false });
    expect(folded.messages).toEqual([]);
  });

  it('asks the handler nothing about what is none of its business, and consumes it', () => {
    const events = [
      received('e', { kind: 'edit', mid: 'x', text: 'y', editNumber: 1 }),
      received('u', { kind: 'unsend', mid: 'x' }),
    ];
    const { inputs, folded } = play(events);
    expect(inputs).toEqual([]);
    expect(folded.decided).toEqual([]);
    expect(folded.commit.consumed.map(({ id }) => id)).toEqual(['e', 'u']);
    expect(folded.taken).toEqual(events);
  });

  it('what a person typed long ago silences nobody; what they typed while nothing was told, from then on', () => {
    const typed = (id: string, backfill: string) =>
      laneEvent(id, { ...(echo(id).payload as object), backfill } as LaneEventPayload, {
        platformAt: msAfter(-60_000),
      });
    expect(play([typed('h', 'history')]).folded.commit.hold).toBeNull();
    expect(play([typed('g', 'gap')]).folded.commit.hold?.until).toEqual(msAfter(PERSON_HOLD_MINUTES * 60_000 - 60_000));
  });

  it('gives back why each event led to what it led to, in order', () => {
    const { folded } = play([message('m'), timerFired('t', 'x')], {}, ({ event }) => ({
      explanation: { because: event.eventId },
    }));
    expect(folded.decided).toMatchObject([
      { event: { eventId: 'm' }, at: NOW, correlationId: 'corr-m', explanation: { because: 'm' } },
      { event: { eventId: 't' }, at: NOW, correlationId: 'corr-t', explanation: { because: 't' } },
    ]);
  });

  it('keeps sends in the order of their events, each with the correlation id of its event', () => {
    const played = play([message('a'), personSend('b', 'Ana here'), message('c')], {}, answering);
    // What the bot would have said before the person wrote is dropped, and afterwards it is silent.
    const ofAna = { origin: 'person', userId: USER, content: says('Ana here'), createdAt: NOW, answers: NOW };
    expect(played.folded.commit.sends).toEqual([{ id: 'b', correlationId: 'corr-b', ...ofAna }]);
    const { sends } = play([message('a'), message('b')], {}, answering).folded.commit;
    expect(sends.map(({ id, origin, correlationId }) => [id, origin, correlationId])).toEqual([
      ['re-a', 'bot', 'corr-a'],
      ['re-b', 'bot', 'corr-b'],
    ]);
  });

  it('writes rows of what came in, and of nothing else', () => {
    const { folded } = play([message('m'), postback('p', 'BUY'), echo('e'), personSend('s'), timerFired('t', 'x')]);
    expect(folded.messages.map(({ _id, direction, origin }) => [_id, direction, origin])).toEqual([
      ['m', 'in', 'participant'],
      ['p', 'in', 'participant'],
      ['e', 'out', 'app'],
    ]);
  });

  describe('mirrors', () => {
    it('show the newest message by platform time, whatever the order of arrival', () => {
      const { mirrors } = play([message('new', 'new', { platformAt: msAfter(9) }), message('old')]).folded.commit;
      expect(mirrors.lastMessage).toEqual({ id: 'new', text: 'new', at: msAfter(9), direction: 'in' });
      expect(mirrors).toMatchObject({
        lastActivityAt: msAfter(9),
        lastInboundAt: msAfter(9),
        unread: 2,
        answered: false,
      });
    });

    it('tell when the window was opened, and what had its turn, each for itself', () => {
      const later = { platformAt: msAfter(9) };
      const { mirrors } = play([message('m'), received('r', { kind: 'reaction', mid: 'x', action: 'react' }, later)])
        .folded.commit;
      expect(mirrors).toMatchObject({ lastInboundAt: msAfter(9), lastWrittenAt: NOW, unread: 1 });
    });

    it.each<[string, object]>([
      ['a comment', COMMENT],
      ['an edit', { kind: 'edit', mid: 'x', text: 'y', editNumber: 1 }],
      ['a withdrawal', { kind: 'unsend', mid: 'x' }],
      ['a mention', { kind: 'mention', mediaId: '1' }],
      ['a change of who may answer', { kind: 'thread-control', what: 'passed' }],
    ])('know nothing of %s', (_, payload) => {
      const { mirrors, reveals } = play([received('e', payload)], { unread: 3 }).folded.commit;
      expect(mirrors).toMatchObject({ unread: 0, answered: false });
      expect([mirrors.lastInboundAt, mirrors.lastWrittenAt, mirrors.lastMessage, reveals]).toEqual([
        undefined,
        undefined,
        undefined,
        false,
      ]);
    });

    it('name who commented, and make nobody of a mention', () => {
      const named = play([received('c', { ...COMMENT, username: 'jane.doe' })], { contactId: null }).folded.commit;
      expect(named.mirrors).toMatchObject({ participant: { username: 'jane.doe' } });
      expect(named.mirrors.contactId).not.toBeNull();
      const mentioned = play([received('m', { kind: 'mention', mediaId: '1' })], { contactId: null }).folded.commit;
      expect(mentioned.mirrors.contactId).toBeNull();
    });

    it('show a conversation once they speak with each other', () => {
      expect(play([received('c', COMMENT), message('m')]).folded.commit.reveals).toBe(true);
      expect(play([received('c', COMMENT)]).folded.commit.reveals).toBe(false);
    });

    it('count nothing that another app answers, or that is history, as unread', () => {
      const events = [received('a', { ...SAID, standby: true }), received('b', { ...SAID, backfill: 'history' })];
      const { mirrors } = play(events).folded.commit;
      expect(mirrors).toMatchObject({ unread: 0, lastInboundAt: NOW, lastMessage: { text: 'hi' } });
      expect(play(events.slice(0, 1)).folded.commit.mirrors.lastInboundAt).toBeUndefined();
    });

    it('stay as they are when nobody said anything', () => {
      const row = conversation();
      const { mirrors } = play([timerFired('t', 'x')]).folded.commit;
      expect(mirrors).toMatchObject({ lastActivityAt: row.lastActivityAt, unread: 0, contactId: 'c1' });
      expect(mirrors.lastMessage).toBeUndefined();
      expect(mirrors.lastInboundAt).toBeUndefined();
    });

    it.each([
      ['here', personSend('s')],
      ['in the app', echo('e')],
    ])('count as read what came before a person answered %s', (_, answer) => {
      const { mirrors } = play([message('a'), answer, message('b')]).folded.commit;
      expect(mirrors).toMatchObject({ unread: 1, answered: true });
    });

    it('merge what several events learned about the person', () => {
      const { folded } = play([message('a'), message('b')], {}, ({ event }) => ({
        participant: event.eventId === 'a' ? { name: 'Jane' } : { username: 'jane.doe' },
      }));
      expect(folded.commit.mirrors.participant).toEqual({ name: 'Jane', username: 'jane.doe' });
    });

    it('an echo does not open the window', () => {
      expect(play([echo('e')]).folded.commit.mirrors.lastInboundAt).toBeUndefined();
    });
  });

  describe('answerable', () => {
    it.each<[string, Date, Partial<ConversationRow>, boolean]>([
      ['a millisecond before its window closes', msAfter(-WINDOW_MS + 1), {}, true],
      ['when its window has just closed', msAfter(-WINDOW_MS), {}, false],
      ['older than what a turn has seen', msAfter(-1), { lastInboundAt: NOW }, false],
      ['as old as what a turn has seen', NOW, { lastInboundAt: NOW }, true],
      ['from somebody who opted out', NOW, { optedOut: true }, false],
    ])('%s', (_, platformAt, row, expected) => {
      for (const event of [message('m', 'm', { platformAt }), postback('p', 'P', { platformAt })])
        expect(play([event], row).inputs[0]?.event).toMatchObject({ answerable: expected });
    });

    it('counts against earlier turns only: two events of this one are both answered', () => {
      const { inputs } = play([message('late'), message('early', 'early', { platformAt: msAfter(-1) })]);
      expect(inputs.map(({ event }) => event)).toMatchObject([{ answerable: true }, { answerable: true }]);
    });
  });

  describe('a hold', () => {
    const held = { hold: hold(msAfter(60_000)) };

    it('drops the bot’s sends, yet lets state, tasks and timers go on', () => {
      const played = play([message('m')], held, (input) => ({
        ...answering(input),
        state: { heard: true },
        tasks: [{ id: 'k', kind: 'x', input: {} }],
        timers: { arm: [{ id: 'w', dueAt: msAfter(9), data: {} }], cancel: [] },
      }));
      expect(played.inputs[0]?.held).toBe(true);
      const { commit } = played.folded;
      expect([commit.sends, commit.state, commit.tasks.length, commit.timers.arm.length]).toEqual([
        [],
        { heard: true },
        1,
        1,
      ]);
    });

    it('does not stop people', () => {
      expect(sendIds(play([personSend('s')], held, answering))).toEqual(['s']);
    });

    it.each([
      ['over', hold(NOW)],
      ['ended by a person, by a clock that is ahead of ours', hold(msAfter(60_000), { endedEarly: true })],
    ])('that is %s counts no more, but the handler hears until when it was', (_, over) => {
      const played = play([message('m')], { hold: over }, answering);
      expect(played.inputs[0]).toMatchObject({ held: false, lastHoldUntil: over.until });
      expect(sendIds(played)).toEqual(['re-m']);
    });

    it('handoff: the sends up to it pass its hold, every later one is dropped', () => {
      const handoff: Decide = (input) => ({
        ...answering(input),
        ...(input.event.eventId === 'b' ? { hold: { minutes: 30, reason: 'handoff', sourceId: 'esc1' } } : {}),
      });
      const played = play([message('a'), message('b'), message('c')], {}, handoff);
      const { commit } = played.folded;
      expect(commit.hold).toMatchObject({ until: msAfter(30 * 60_000), reason: 'handoff', sourceId: 'esc1' });
      expect(commit.sends).toMatchObject([
        { id: 're-a', passesHoldId: commit.hold?.id },
        { id: 're-b', passesHoldId: commit.hold?.id },
      ]);
      expect(commit.sends).toHaveLength(2);
      expect(played.inputs[2]).toMatchObject({ held: true, lastHoldUntil: commit.hold?.until });
    });

    it('never gets shorter', () => {
      const long = { hold: hold(msAfter(10 * PERSON_HOLD_MINUTES * 60_000)) };
      expect(play([personSend('s')], long).folded.commit.hold).toBeNull();
      expect(play([personSend('s')], held).folded.commit.hold).toMatchObject({
        ...personHold,
        reason: 'person_reply',
        userId: USER,
      });
    });

    it('a decision under a longer hold gives its sends no pass', () => {
      const long = { hold: hold(msAfter(10 * 3_600_000)) };
      const { commit } = play([message('m')], long, () => ({ hold: { minutes: 1, reason: 'handoff' } })).folded;
      expect([commit.hold, commit.sends]).toEqual([null, []]);
    });
  });

  describe('another app that answers now', () => {
    const taken = { kind: 'thread-control', what: 'taken' };

    it.each([
      ['a message is only passed on to us', { ...SAID, standby: true }],
      ['control was taken', taken],
    ])('has what the bot has not sent called off: %s', (_what, payload) => {
      const played = play([message('m'), received('x', payload)], {}, answering);
      expect(played.folded.commit).toMatchObject({ callsOff: true, hold: null });
      expect(sendIds(played)).not.toContain('re-m');
    });

    it('leaves alone what people send', () => {
      const played = play([personSend('p'), received('x', taken)]);
      expect(sendIds(played)).toEqual(['p']);
    });

    it('is not told by control that was passed, nor by an echo', () => {
      const passed = { kind: 'thread-control', what: 'passed' };
      expect(play([received('x', passed)]).folded.commit).not.toHaveProperty('callsOff');
      expect(play([message('m')]).folded.commit).not.toHaveProperty('callsOff');
    });
  });

  it('withdraws what is pointless by now, in however many parts, also what this turn was about to send', () => {
    const decide: Decide = ({ event }) =>
      event.eventId === 'm'
        ? { sends: [{ id: 'old', content: says('Still there?') }] }
        : { callsOff: ['old', 'older'] };
    const { commit } = play([message('m'), message('n')], {}, decide).folded;
    expect(commit.sends).toEqual([]);
    const { sends } = play([message('m')], {}, decide).folded.commit;
    const parts = inParts({ ...sends[0], id: 'older' } as NewSend, () => [says('a'), says('b')]);
    expect(commit.withdrawn).toEqual(expect.arrayContaining(['old', ...parts.map(({ id }) => id)]));
    expect(play([message('m')]).folded.commit).not.toHaveProperty('withdrawn');
  });

  describe('a foreign echo', () => {
    const head = claimed('s', 'unknown');

    it('holds the bot and drops what it said in this turn', () => {
      const played = play([message('m'), echo('e'), message('n')], {}, answering);
      expect(played.folded.commit.sends).toEqual([]);
      expect(played.folded.commit.hold).toMatchObject({ ...personHold, reason: 'app_reply' });
    });

    it('drops also what a handoff of this turn said, since a person is there already', () => {
      const handoff: Decide = (input) => ({ ...answering(input), hold: { minutes: 30, reason: 'handoff' } });
      expect(sendIds(play([message('m'), echo('e')], {}, handoff))).toEqual([]);
    });

    it('leaves what people write', () => {
      expect(sendIds(play([personSend('s'), echo('e')]))).toEqual(['s']);
    });

    it.each<[string, Partial<ConversationRow>, object]>([
      ['a head under way', { outbox: [head] }, { id: 's', status: 'unknown', claimId: 'claim-s' }],
      ['a pending head', { outbox: [entry('s')] }, { id: 's', status: 'pending', claimId: null }],
      ['no head', {}, { id: null, status: null, claimId: null }],
    ])('makes the commit depend on %s', (_, row, headMustBe) => {
      expect(play([echo('e')], row).folded.commit.headMustBe).toEqual(headMustBe);
    });

    it('alone does so', () => {
      const { commit } = play([message('m'), personSend('s')], { outbox: [head] }).folded;
      expect(commit).not.toHaveProperty('headMustBe');
    });
  });

  describe('timers', () => {
    const timer = (id: string) => ({ id, dueAt: msAfter(5_000), data: {} });

    it('armed and cancelled in one turn never reach the conversation, but those of earlier turns are named', () => {
      const { timers } = play([message('a'), message('b')], {}, ({ event }) => ({
        timers:
          event.eventId === 'a'
            ? { arm: [timer('x'), timer('y')], cancel: [] }
            : { arm: [timer('z')], cancel: ['x', 'old'] },
      })).folded.commit;
      expect(timers.arm.map(({ id }) => id)).toEqual(['y', 'z']);
      expect(timers.cancel).toEqual(['x', 'old']);
    });
  });

  it('gives tasks a clean record and the correlation id of their event', () => {
    const { tasks } = play([message('m')], {}, () => ({ tasks: [{ id: 'k', kind: 'ai', input: { a: 1 } }] })).folded
      .commit;
    expect(tasks).toEqual([{ id: 'k', kind: 'ai', input: { a: 1 }, attempts: 0, correlationId: 'corr-m' }]);
  });

  describe('room in the outbox', () => {
    const sending =
      (count: number): Decide =>
      ({ event }) => ({
        sends: Array.from({ length: count }, (_, index) => ({ id: `${event.eventId}${index}`, content: says('x') })),
      });
    const waiting = (count: number) => ({ outbox: Array.from({ length: count }, (_, index) => entry(`w${index}`)) });

    it('takes the events that fit and leaves the others, with all they wanted', () => {
      const { folded } = play([message('a'), message('b'), message('c')], waiting(OUTBOX_SIZE - 5), (input) => ({
        ...sending(2)(input),
        state: { last: input.event.eventId },
      }));
      expect(folded.taken.map(({ _id }) => _id)).toEqual(['a', 'b']);
      expect(folded.commit.state).toEqual({ last: 'b' });
      expect(folded.messages.map(({ _id }) => _id)).toEqual(['a', 'b']);
      expect(folded.commit.sends).toHaveLength(4);
    });

    it('takes none when the first does not fit yet', () => {
      expect(play([message('a')], waiting(OUTBOX_SIZE), sending(1)).folded.taken).toEqual([]);
      expect(play([message('a')], waiting(1), sending(OUTBOX_SIZE)).folded.taken).toEqual([]);
    });

    it('fills an empty outbox to the brim', () => {
      expect(play([message('a')], {}, sending(OUTBOX_SIZE)).folded.commit.sends).toHaveLength(OUTBOX_SIZE);
    });

    it('blames an event that could never fit', () => {
      expect(() => play([message('a')], {}, sending(OUTBOX_SIZE + 1))).toThrow(/more than 50 sends/);
    });
  });

  it.each([
    [STATE_BYTES, false],
    [STATE_BYTES + 1, true],
  ])('a state of %i bytes is too large: %s', (bytes, refused) => {
    const state = { x: 'ä'.repeat(10) };
    state.x += 'y'.repeat(bytes - Buffer.byteLength(JSON.stringify(state)));
    const fold = () => play([message('m')], {}, () => ({ state }));
    if (refused) expect(fold).toThrow('too large');
    else expect(fold().folded.commit.state).toBe(state);
  });

  it('lets the handler clear the state', () => {
    expect(play([message('m')], { state: { a: 1 } }, () => ({ state: null })).folded.commit.state).toBeNull();
  });
});

describe('isHeld', () => {
  it.each<[string, Parameters<typeof isHeld>[0], boolean]>([
    ['none', null, false],
    ['to come', hold(msAfter(1)), true],
    ['over', hold(NOW), false],
    ['ended early', hold(msAfter(1), { endedEarly: true }), false],
  ])('%s', (_, given, expected) => {
    expect(isHeld(given, NOW)).toBe(expected);
  });
});
