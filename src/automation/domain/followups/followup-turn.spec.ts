import { ANSWERS, FollowupWorld, HOUR, MINUTE, policy } from '../../../../test/support/followup-world';
import { changedFollowups } from './followup-record';
import type { FollowupMoment } from './followup-policy';

const MONDAY = '2026-01-05T12:00:00Z';
const BEFORE: FollowupMoment = { kind: 'before_window_closes', hours: 2 };
const SILENCE: FollowupMoment = { kind: 'after_silence', minutes: 60 };
const QUESTION: FollowupMoment = { kind: 'unanswered_question', minutes: 60 };
const OFFICE = {
  timeZone: 'Europe/Berlin',
  weekly: { monday: [{ from: '09:00', to: '17:00' }], tuesday: [{ from: '09:00', to: '17:00' }] },
  exceptions: [],
};

const before = (more = {}) => new FollowupWorld([policy({ moment: BEFORE, ...more })], MONDAY);
const sentAt = (world: FollowupWorld) => world.sent.map(({ at }) => at);

describe('while the account cannot send', () => {
  const unableFor = (hours: number, more = {}) => {
    const world = before(more);
    const until = world.now + hours * HOUR;
    world.judgement = () => (world.now < until ? { verdict: 'wait' } : { verdict: 'send', text: 'Still there?' });
    world.writes('Hello');
    return world;
  };

  it('a follow-up waits, and goes out once as soon as it can', () => {
    const world = unableFor(22.7);
    world.pass(22.5 * HOUR);
    expect([world.sent, world.endings, world.followups.pending.length, world.timers.size]).toEqual([[], [], 1, 1]);
    expect(world.last?.explanation).toMatchObject({ followups: [{ step: 'moved', reason: 'cannot_send' }] });
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T11:00:00.000Z']);
    expect(world.endings).toEqual(['said']);
  });

  it('it expires where that is until it is too late, and nothing is sent', () => {
    const world = unableFor(30);
    world.pass(23 * HOUR + 39 * MINUTE);
    expect(world.endings).toEqual([]);
    world.pass(HOUR);
    expect([world.sent, world.endings]).toEqual([[], ['cannot_send']]);
    expect(world.timers.size).toBe(0);
  });

  it('it goes out at the last moment, if the account can by then', () => {
    const world = unableFor(23.6);
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T11:40:00.000Z']);
  });

  it.each<[string, object, (world: FollowupWorld) => void, string]>([
    ['the person writes', {}, (world) => world.writes('One more thing'), 'wrote_again'],
    ['a member answers', {}, (world) => world.memberWrites('Hi!'), 'person_took_over'],
    ['quiet hours begin', { quietHours: { from: '12:30', to: '18:00' } }, () => undefined, 'quiet_hours'],
    ['the policy is switched off', {}, (world) => (world.policies = []), 'policy_off'],
  ])('it does not go out any more once %s', (_, more, meanwhile, reason) => {
    const world = unableFor(23.2, { moment: { kind: 'before_window_closes', hours: 3 }, ...more });
    world.pass(22 * HOUR);
    meanwhile(world);
    world.pass(3 * HOUR);
    expect([world.sent, world.endings]).toEqual([[], [reason]]);
  });
});

describe('following up before the window closes', () => {
  it('happens once, at its time', () => {
    const world = before();
    world.writes('Hello');
    world.pass(72 * HOUR);
    expect(world.sent).toEqual([{ at: '2026-01-06T10:00:00.000Z', text: 'follow-up before_window_closes' }]);
    expect(world.timers.size).toBe(0);
  });

  it('arms one timer, however much is said, and another only when that has rung', () => {
    const world = before();
    for (let message = 0; message < 20; message += 1) {
      world.writes('Hello');
      expect(world.last?.timers.arm).toHaveLength(message === 0 ? 1 : 0);
      world.pass(HOUR);
    }
    expect(world.timers.size).toBe(1);
    world.pass(30 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-07T05:00:00.000Z']);
    expect(world.endings).toEqual(['wrote_again', 'said']);
  });

  it.each<[string, (world: FollowupWorld) => void, string[], string[]]>([
    ['not when a member has answered', (world) => world.memberWrites('Hi!'), [], ['person_took_over']],
    ['not when the person opted out', (world) => (world.optedOut = true), [], ['opted_out']],
    ['not when a member has blocked the person', (world) => (world.blocked = true), [], ['blocked']],
    [
      'not when they are blocked after a hold',
      (world) => {
        world.hold(5);
        world.blocked = true;
      },
      [],
      ['blocked'],
    ],
    ['not when the policy is off', (world) => (world.policies = []), [], ['policy_off']],
    ['not under a hold until the window closes', (world) => world.hold(40 * 60), [], ['held']],
    ['after a hold that ends in time', (world) => world.hold(22.5 * 60), ['2026-01-06T10:30:00.000Z'], ['said']],
    [
      'not when the record of the person speaks against it',
      (world) => (world.judgement = () => ({ verdict: 'cancel', reason: 'stage' })),
      [],
      ['stage'],
    ],
  ])('%s', (_, meanwhile, sent, endings) => {
    const world = before();
    world.writes('Hello');
    meanwhile(world);
    world.pass(60 * HOUR);
    expect(sentAt(world)).toEqual(sent);
    expect(world.endings).toEqual(endings);
  });

  it('comes as soon as the hold ends that it was put off for', () => {
    const world = before();
    world.writes('Hello');
    world.pass(21 * HOUR);
    world.hold(120);
    world.pass(80 * MINUTE);
    world.endHold();
    world.pass(30 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T10:20:00.000Z']);
  });

  it('comes for what the person says after a member has answered', () => {
    const world = before();
    world.writes('Hello');
    world.memberWrites('Hi!');
    world.pass(2 * HOUR);
    world.writes('One more thing');
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T12:00:00.000Z']);
  });

  it('comes when its timer rings, though the clock of who judges is late', () => {
    const world = before();
    world.writes('Hello');
    let looks = 0;
    world.skew = () => (looks++ % 2 === 0 ? 0 : -10 * MINUTE);
    world.pass(30 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T10:00:00.000Z']);
  });

  it('is late where nobody was there, as long as the window is open, and expires after', () => {
    const world = before();
    world.writes('Hello');
    world.pass(23 * HOUR, false);
    world.pass(MINUTE);
    expect(sentAt(world)).toEqual(['2026-01-06T11:00:00.000Z']);
    const later = before();
    later.writes('Hello');
    later.pass(28 * HOUR, false);
    later.pass(MINUTE);
    expect([later.sent, later.endings]).toEqual([[], ['window_closed']]);
  });

  it('expires where quiet hours have begun meanwhile and last too long', () => {
    const world = new FollowupWorld(
      [policy({ moment: { kind: 'before_window_closes', hours: 4 }, quietHours: { from: '10:00', to: '15:00' } })],
      MONDAY,
    );
    world.writes('Hello');
    world.pass(23 * HOUR, false);
    world.pass(MINUTE);
    expect([world.sent, world.endings]).toEqual([[], ['quiet_hours']]);
  });

  it('is limited within a week, all policies together', () => {
    const world = new FollowupWorld(
      [policy({ moment: BEFORE, maxPerWeek: 2 }), policy({ moment: SILENCE, maxPerWeek: 1 })],
      MONDAY,
    );
    for (let day = 0; day < 9; day += 1) {
      world.writes('price');
      world.pass(24 * HOUR);
    }
    expect(world.sent.map(({ at, text }) => `${at.slice(5, 13)} ${text}`)).toEqual([
      '01-05T13 follow-up after_silence',
      '01-06T10 follow-up before_window_closes',
      '01-13T10 follow-up before_window_closes',
      '01-14T10 follow-up before_window_closes',
    ]);
  });

  it('is only for conversations of its automation', () => {
    const world = before({ instanceId: 'price' });
    world.writes('piece');
    world.pass(10 * MINUTE);
    world.writes('price');
    world.pass(10 * MINUTE);
    world.writes('Thanks');
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T10:20:00.000Z']);
  });

  it.each<[string, (world: FollowupWorld) => void]>([
    ['has taken over', (world) => world.otherAppTakes()],
    ['is written to', (world) => world.writesToOtherApp('Hello, other app')],
  ])('is not said into a thread that another app %s, and is again once the person writes to us', (_, happens) => {
    const world = before({ maxPerWeek: 1 });
    world.writes('Hello');
    world.pass(HOUR);
    happens(world);
    world.pass(30 * HOUR);
    expect([world.sent, world.endings]).toEqual([[], ['other_app']]);
    world.writes('Hello again');
    world.pass(30 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-07T17:00:00.000Z']);
  });

  it('is looked up again when nobody was there to go by what was found', () => {
    const world = before();
    world.writes('Hello');
    world.resultsCome = false;
    world.pass(22 * HOUR);
    world.pass(90 * MINUTE);
    world.judgement = () => ({ verdict: 'cancel', reason: 'escalation_open' });
    world.workerIsBack();
    expect([world.sent, world.endings]).toEqual([[], ['escalation_open']]);
  });

  it('goes by what was found half an hour before, as clocks may differ so much', () => {
    const world = before();
    world.writes('Hello');
    world.resultsCome = false;
    world.pass(22.5 * HOUR);
    world.judgement = () => ({ verdict: 'cancel', reason: 'escalation_open' });
    world.workerIsBack();
    expect(sentAt(world)).toEqual(['2026-01-06T10:30:00.000Z']);
  });

  it('keeps quiet hours that have begun since it was judged', () => {
    const world = new FollowupWorld(
      [policy({ moment: { kind: 'before_window_closes', hours: 12 }, quietHours: { from: '01:30', to: '06:00' } })],
      MONDAY,
    );
    world.writes('Hello');
    world.resultsCome = false;
    world.pass(13 * HOUR);
    world.workerIsBack();
    expect(world.sent).toEqual([]);
    world.pass(9 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T05:00:00.000Z']);
  });

  it('takes no word for an answer that comes after the next window', () => {
    const world = before();
    world.writes('Hello');
    world.pass(22 * HOUR);
    expect(world.endings).toEqual(['said']);
    world.pass(48 * HOUR);
    world.writes('Something else');
    expect(world.followups.notes.map(({ repliedAt }) => repliedAt)).toEqual([undefined]);
  });

  it('is called off where it has not gone out by the time that the person writes', () => {
    const world = before();
    world.writes('Hello');
    world.pass(23 * HOUR);
    const sendId = world.followups.notes[0]?.said?.sendId;
    world.writes('Yes please');
    expect(world.last?.callsOff).toEqual([sendId]);
    world.writes('And a plate');
    expect(world.last?.callsOff).toBeUndefined();
  });

  it('is not called off where it is a flow, which waits for what the person says', () => {
    const world = before({ action: { kind: 'flow', instanceId: 'price' } });
    world.judgement = () => ({ verdict: 'start' });
    world.writes('Hello');
    world.pass(23 * HOUR);
    expect(world.followups.notes[0]?.said?.sendId).toEqual(expect.any(String));
    world.writes('Yes please');
    expect(world.last?.callsOff).toBeUndefined();
  });

  it('notes the first answer', () => {
    const world = before();
    world.writes('Hello');
    world.pass(23 * HOUR);
    world.writes('Yes please');
    world.pass(MINUTE);
    world.writes('And a plate');
    const [note] = world.followups.notes;
    expect(note?.repliedAt).toBe(Date.parse('2026-01-06T11:00:00Z'));
  });
});

describe('following up what we said', () => {
  it('comes after silence, and follows no follow-up', () => {
    const world = new FollowupWorld([policy({ moment: SILENCE })], MONDAY);
    world.writes('price');
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-05T13:00:00.000Z']);
  });

  it('moves on with our later words, and is nothing where theirs is the last', () => {
    const world = new FollowupWorld([policy({ moment: SILENCE })], MONDAY);
    world.writes('price');
    world.pass(30 * MINUTE);
    world.writes('piece');
    world.pass(40 * MINUTE);
    expect(world.sent).toEqual([]);
    world.pass(40 * MINUTE);
    expect(sentAt(world)).toEqual(['2026-01-05T13:30:00.000Z']);
    world.writes('Nothing that anybody answers');
    world.pass(20 * HOUR);
    expect(world.sent).toHaveLength(1);
  });

  it('asks again only after a question, whoever asked it', () => {
    const world = new FollowupWorld([policy({ moment: QUESTION })], MONDAY);
    world.writes('price');
    world.pass(2 * HOUR);
    expect([world.sent, world.timers.size]).toEqual([[], 0]);
    world.writes('piece');
    expect(world.happened.at(-1)).toMatchObject({ kind: 'bot', text: ANSWERS.piece });
    world.pass(2 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-05T15:00:00.000Z']);
    world.writes('Hm');
    world.memberWrites('Do you need help?');
    world.pass(3 * HOUR);
    // The member's hour is over then, too.
    expect(sentAt(world).at(-1)).toBe('2026-01-05T17:00:00.000Z');
  });
});

describe('after hours', () => {
  const night = (moment: FollowupMoment = { kind: 'after_hours' }) =>
    new FollowupWorld([policy({ moment })], '2026-01-05T20:00:00Z', OFFICE);

  it('comes at the opening', () => {
    const world = night();
    world.writes('Anybody there?');
    world.pass(24 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-06T08:00:00.000Z']);
  });

  it('expires when nobody was there until it was closed again', () => {
    const world = night();
    world.writes('Anybody there?');
    world.pass(21 * HOUR, false);
    world.pass(HOUR);
    expect([world.sent, world.endings]).toEqual([[], ['opening_missed']]);
  });
});

describe('orders', () => {
  const waiting = (moment: FollowupMoment = BEFORE) => {
    const world = new FollowupWorld([policy({ moment })], MONDAY);
    world.writes('piece');
    return { world, taskId: world.followups.pending[0]?.taskId ?? '' };
  };

  it('cancel it', () => {
    const { world, taskId } = waiting();
    world.order({ op: 'cancel', taskId });
    expect([world.endings, world.timers.size]).toEqual([['by_person'], 0]);
    world.order({ op: 'cancel', taskId });
    expect(world.endings).toEqual(['by_person']);
  });

  it('send it now, once', () => {
    const { world, taskId } = waiting();
    world.order({ op: 'run', taskId });
    expect(world.timers.size).toBe(0);
    world.order({ op: 'run', taskId });
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual([new Date(MONDAY).toISOString()]);
  });

  it('send it now, but not under a hold', () => {
    const { world, taskId } = waiting();
    world.hold(90);
    world.order({ op: 'run', taskId });
    expect(world.sent).toEqual([]);
    world.pass(3 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-05T13:30:00.000Z']);
  });

  it('send it at another time, whatever the policy says', () => {
    const { world, taskId } = waiting(SILENCE);
    world.order({ op: 'reschedule', taskId, dueAt: Date.parse('2026-01-05T18:00:00Z') });
    world.order({ op: 'plan' });
    world.pass(48 * HOUR);
    expect(sentAt(world)).toEqual(['2026-01-05T18:00:00.000Z']);
  });

  it('do not send it in the last twenty minutes of the window', () => {
    const { world, taskId } = waiting();
    world.order({ op: 'reschedule', taskId, dueAt: Date.parse('2026-01-06T11:41:00Z') });
    world.pass(48 * HOUR);
    expect([world.sent, world.endings]).toEqual([[], ['window_closed']]);
  });

  it('plan nothing that would have been due before', () => {
    const world = new FollowupWorld([], MONDAY);
    world.writes('Hello');
    world.pass(5 * HOUR);
    world.policies = [policy({ moment: { kind: 'before_window_closes', hours: 20 } })];
    world.order({ op: 'plan' });
    expect(world.timers.size).toBe(0);
  });

  it('leave alone what was called off, however many policies there are', () => {
    const hours = Array.from({ length: 20 }, (_, index) => index + 1);
    const moments = hours.map((hour): FollowupMoment => ({ kind: 'before_window_closes', hours: hour }));
    const policies = moments.map((moment, index) => policy({ id: `p${index}`, moment }));
    const world = new FollowupWorld(policies, MONDAY);
    world.writes('Hello');
    for (const { taskId } of world.followups.pending) world.order({ op: 'cancel', taskId });
    world.order({ op: 'plan' });
    expect(world.timers.size).toBe(0);
  });

  it('plan for a policy that is younger than the conversation, once', () => {
    const world = new FollowupWorld([], MONDAY);
    world.writes('Hello');
    world.policies = [policy({ moment: BEFORE })];
    world.order({ op: 'plan' });
    world.order({ op: 'plan' });
    expect(world.timers.size).toBe(1);
    world.policies = [policy({ moment: { kind: 'before_window_closes', hours: 20 } })];
    world.order({ op: 'plan' });
    expect([...world.timers.values()].map(({ dueAt }) => dueAt.toISOString())).toEqual(['2026-01-05T16:00:00.000Z']);
    world.policies = [];
    world.order({ op: 'plan' });
    expect([world.endings, world.timers.size]).toEqual([['policy_off'], 0]);
  });
});

describe('records', () => {
  it('tell of another time, by a higher revision', () => {
    const world = before();
    world.writes('Hello');
    const planned = world.followups;
    const taskId = planned.pending[0]?.taskId ?? '';
    const dueAt = Date.parse('2026-01-05T18:00:00Z');
    world.order({ op: 'reschedule', taskId, dueAt });
    expect(changedFollowups(planned, world.followups)).toMatchObject([{ taskId, revision: 2, dueAt }]);
  });

  it('tell of each change once, and of everything after a crash', () => {
    const world = before();
    const fresh = world.followups;
    world.writes('Hello');
    const planned = world.followups;
    expect(changedFollowups(fresh, planned)).toMatchObject([{ revision: 1, kind: 'before_window_closes' }]);
    expect(changedFollowups(planned, planned)).toEqual([]);
    world.pass(30 * HOUR);
    const records = changedFollowups(planned, world.followups);
    expect(records).toMatchObject([{ revision: 2, news: { said: { text: 'follow-up before_window_closes' } } }]);
    expect(changedFollowups(undefined, world.followups)).toEqual(records);
  });
});
