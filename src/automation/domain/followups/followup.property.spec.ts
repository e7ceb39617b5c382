import fc from 'fast-check';
import {
  ANSWERS,
  FollowupWorld,
  type Happening,
  HOUR,
  MINUTE,
  policy,
  WINDOW_MS,
} from '../../../../test/support/followup-world';
import { eventOfTimer } from '../../../conversations/domain/fired-timer';
import { visibleTextOf } from '../../../conversations/domain/content';
import type { BusinessHours } from '../../../shared/kernel';
import type { FollowupPolicy, QuietHours } from './followup-policy';
import { type Foretold, foretell, type Span } from './foretell';

const WEEK = 7 * 24 * HOUR;
const MARGIN = 20 * MINUTE;
const ZONE = 'Europe/Berlin';
/** Opens and closes twice a day, and overnight at the weekend. */
const HOURS: BusinessHours = {
  timeZone: ZONE,
  weekly: {
    monday: [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    tuesday: [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    wednesday: [{ from: '09:00', to: '18:00' }],
    friday: [{ from: '20:00', to: '02:00' }],
    sunday: [{ from: '00:00', to: '24:00' }],
  },
  exceptions: [],
};

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

interface WallClock {
  day: number;
  minutes: number;
}
const read = new Map<number, WallClock>();

/** By the clock on the wall, as a person would read it. */
function wallClock(at: number): WallClock {
  const minute = Math.floor(at / MINUTE);
  const known = read.get(minute) ?? readClock(at);
  read.set(minute, known);
  return known;
}

function readClock(at: number): WallClock {
  const parts = Object.fromEntries(CLOCK.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = DAYS.findIndex((name) => name === parts['weekday']?.toLowerCase());
  return { day, minutes: Number(parts['hour']) * 60 + Number(parts['minute']) };
}

const isWithin = (minutes: number, from: number, to: number): boolean =>
  from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;

const isQuietAt = (quiet: QuietHours | null, at: number): boolean =>
  quiet !== null && isWithin(wallClock(at).minutes, minutesOf(quiet.from), minutesOf(quiet.to));

function isOpenAt(at: number): boolean {
  const { day, minutes } = wallClock(at);
  const spans = (index: number) => HOURS.weekly?.[DAYS[(index + 7) % 7] ?? 'monday'] ?? [];
  const ends = (to: string) => (to === '24:00' ? 1_440 : minutesOf(to));
  const today = spans(day).some(({ from, to }) => {
    const until = ends(to) <= minutesOf(from) ? 1_440 : ends(to);
    return minutes >= minutesOf(from) && minutes < until;
  });
  return today || spans(day - 1).some(({ from, to }) => ends(to) <= minutesOf(from) && minutes < ends(to));
}

/** What is known of a conversation at a moment, from what happened alone. */
class History {
  constructor(private readonly happened: readonly Happening[]) {}

  private readonly before = (at: number): Happening[] => this.happened.filter((it) => it.at <= at);

  theirs(at: number): number | null {
    return this.before(at).findLast(({ kind }) => kind === 'theirs')?.at ?? null;
  }

  /** Until when the bot may write. */
  latest(at: number): number {
    return (this.theirs(at) ?? 0) + WINDOW_MS - MARGIN;
  }

  /** Our last message, if it is the last word and no follow-up. */
  ours(at: number): { at: number; text: string } | null {
    const last = this.before(at).findLast(({ kind }) => ['theirs', 'bot', 'member', 'followup'].includes(kind));
    return last !== undefined && (last.kind === 'bot' || last.kind === 'member') ? last : null;
  }

  memberAnswered(at: number): boolean {
    const last = this.before(at).findLast(({ kind }) => kind === 'theirs' || kind === 'member');
    return last?.kind === 'member';
  }

  isHeld(at: number): boolean {
    const last = this.before(at).findLast(({ kind }) => kind === 'held' || kind === 'hold-ended');
    return last?.kind === 'held' && last.until > at;
  }

  saidWithinWeek(at: number): number {
    return this.before(at).filter((it) => it.kind === 'followup' && it.at > at - WEEK).length;
  }
}

interface Wanted {
  anchor: number;
  /** Nothing is sent before that. */
  from: number;
}

/** What the policy wants of a conversation whose last words are these. */
function wantedOf({ moment, quietHours }: FollowupPolicy, written: number, ours: ReturnType<History['ours']>) {
  const latest = written + WINDOW_MS - MARGIN;
  const raw = ((): Wanted | null => {
    switch (moment.kind) {
      case 'before_window_closes':
        return { anchor: written, from: written + WINDOW_MS - moment.hours * HOUR };
      case 'after_hours':
        return isOpenAt(written) ? null : { anchor: written, from: firstMinute(written, isOpenAt) };
      case 'after_silence':
        return ours === null ? null : { anchor: ours.at, from: ours.at + moment.minutes * MINUTE };
      case 'unanswered_question':
        return ours === null || !ours.text.includes('?')
          ? null
          : { anchor: ours.at, from: ours.at + moment.minutes * MINUTE };
    }
  })();
  if (raw === null || raw.from > latest) return null;
  const loud = firstMinute(raw.from, (minute) => !isQuietAt(quietHours, minute));
  if (loud <= latest) return { anchor: raw.anchor, from: loud };
  if (moment.kind !== 'before_window_closes') return null;
  let earlier = raw.from;
  while (isQuietAt(quietHours, earlier)) earlier -= 15 * MINUTE;
  return { anchor: raw.anchor, from: earlier };
}

/** `from` itself, or the first full minute after it, for which it holds. */
function firstMinute(from: number, holds: (minute: number) => boolean): number {
  if (holds(from)) return from;
  let minute = Math.floor(from / MINUTE) * MINUTE + MINUTE;
  while (!holds(minute)) minute += MINUTE;
  return minute;
}

/** A member has answered, or there were enough of them. */
function isPointless({ moment, maxPerWeek }: FollowupPolicy, history: History, at: number): boolean {
  const isOurs = moment.kind === 'after_silence' || moment.kind === 'unanswered_question';
  return history.saidWithinWeek(at) >= maxPerWeek || (!isOurs && history.memberAnswered(at));
}

/** Walks through the minutes, and the moments at which something begins or ends, and does what the policies say, without any timer. */
class SlowJudge {
  readonly sent: string[] = [];
  private readonly happened: Happening[];
  private readonly over = new Set<string>();
  private readonly wanted = new Map<string, Wanted | null>();
  /** Besides full minutes, when something begins or ends. */
  private readonly moments = new Set<number>();

  constructor(
    happened: readonly Happening[],
    private readonly policies: readonly FollowupPolicy[],
  ) {
    this.happened = happened.filter(({ kind }) => kind !== 'followup');
  }

  judge(from: number, to: number): string[] {
    for (const it of this.happened) this.moments.add(it.kind === 'held' ? it.until : it.at);
    for (let minute = from; minute <= to; minute += MINUTE) {
      const between = [...this.moments].filter((moment) => moment > minute - MINUTE && moment < minute);
      for (const moment of [...between.sort((a, b) => a - b), minute])
        for (const one of this.policies) this.look(one, moment);
    }
    return this.sent;
  }

  private look(one: FollowupPolicy, minute: number): void {
    const history = new History(this.happened);
    const wanted = this.wantedAt(one, history, minute);
    if (wanted === null || wanted.from > minute || this.over.has(`${one.id} ${wanted.anchor}`)) return;
    if (isPointless(one, history, minute)) return this.end(one, wanted);
    if (history.isHeld(minute)) return;
    if (minute > history.latest(minute)) return this.end(one, wanted);
    if (isQuietAt(one.quietHours, minute)) return;
    if (one.moment.kind === 'after_hours' && !isOpenAt(minute)) return this.end(one, wanted);
    this.happened.push({ at: minute, kind: 'followup', text: one.id });
    this.happened.sort((a, b) => a.at - b.at);
    this.sent.push(`${ceilMinute(minute)} ${one.id}`);
    this.end(one, wanted);
  }

  private wantedAt(one: FollowupPolicy, history: History, minute: number): Wanted | null {
    const written = history.theirs(minute);
    if (written === null) return null;
    const ours = history.ours(minute);
    const key = `${one.id} ${written} ${ours?.at ?? ''}`;
    const known = this.wanted.get(key);
    if (known !== undefined) return known;
    const wanted = wantedOf(one, written, ours);
    this.wanted.set(key, wanted);
    if (wanted !== null) this.moments.add(wanted.from);
    return wanted;
  }

  private end({ id }: FollowupPolicy, { anchor }: Wanted): void {
    this.over.add(`${id} ${anchor}`);
  }
}

const quiet = fc.option(fc.constantFrom<QuietHours>({ from: '22:00', to: '08:00' }, { from: '12:30', to: '13:15' }), {
  nil: null,
});
const anyPolicy = (id: string): fc.Arbitrary<FollowupPolicy> =>
  fc
    .record({
      moment: fc.oneof(
        fc.record({ kind: fc.constant('before_window_closes' as const), hours: fc.integer({ min: 1, max: 23 }) }),
        fc.record({
          kind: fc.constantFrom('after_silence' as const, 'unanswered_question' as const),
          minutes: fc.integer({ min: 5, max: 1_380 }),
        }),
        fc.constant({ kind: 'after_hours' as const }),
      ),
      quietHours: quiet,
      maxPerWeek: fc.integer({ min: 1, max: 8 }),
    })
    .map((part) => policy({ id, ...part }));

type Act =
  | { kind: 'pass'; minutes: number }
  | { kind: 'writes'; text: string }
  | { kind: 'member'; text: string }
  | { kind: 'hold'; minutes: number }
  | { kind: 'end-hold' };
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 700 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('writes' as const),
      text: fc.constantFrom('Hello', ...Object.keys(ANSWERS)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('member' as const), text: fc.constantFrom('Hi.', 'Which size?') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hold' as const), minutes: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'end-hold' as const }) },
);
/** Of both nights on which clocks are set, and of ordinary days. */
const start = fc.constantFrom('2026-01-05T12:00:00Z', '2026-03-27T12:00:00Z', '2026-10-23T12:00:00Z');

function play(world: FollowupWorld, acts: readonly Act[], workers: () => boolean = () => true): void {
  for (const [index, it] of acts.entries()) {
    if (it.kind === 'pass') world.pass(it.minutes * MINUTE, workers());
    // Each act has a second of its own, so that nothing happens at the very moment at which another thing is due.
    world.pass(nextSecond(world.now, 2 * index + 1) - world.now, workers());
    if (it.kind !== 'pass') perform(world, it);
  }
  world.pass(30 * HOUR, workers());
}

function perform(world: FollowupWorld, it: Act): void {
  if (it.kind === 'pass') world.pass(it.minutes * MINUTE);
  if (it.kind === 'writes') world.writes(it.text);
  if (it.kind === 'member') world.memberWrites(it.text);
  if (it.kind === 'hold') world.hold(it.minutes);
  if (it.kind === 'end-hold') world.endHold();
}

/** The next moment at which the clock shows so many seconds. */
const nextSecond = (now: number, seconds: number): number =>
  Math.floor((now - seconds * 1_000) / MINUTE) * MINUTE + MINUTE + seconds * 1_000;

describe('over random histories', () => {
  it('sends what a slow judge would, who looks every minute', () => {
    const run = fc.property(start, fc.array(act, { maxLength: 16 }), anyPolicy('p1'), anyPolicy('p2'), (...given) => {
      const [from, acts, ...policies] = given;
      const world = new FollowupWorld(policies, from, HOURS);
      play(world, acts);
      const judge = (order: FollowupPolicy[]) =>
        new SlowJudge(world.happened, order).judge(Date.parse(from), world.now);
      const expected = judge(policies);
      // Two that are due in the same minute may go out in either order, and the limits then let another one through.
      fc.pre(judge([...policies].reverse()).join() === expected.join());
      const sent = world.sent.map(({ at, text }) => `${ceilMinute(Date.parse(at))} ${text.replace('follow-up ', '')}`);
      expect(sent).toEqual(expected);
    });
    fc.assert(run, { numRuns: 60 });
  });

  it('keeps its promises with clocks a quarter of an hour off and hours without a worker', () => {
    const numbers = fc.array(fc.integer({ min: -15 * MINUTE, max: 15 * MINUTE }), { minLength: 1, maxLength: 9 });
    const absent = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    const run = fc.property(
      start,
      fc.array(act, { maxLength: 16 }),
      fc.tuple(anyPolicy('p1'), anyPolicy('p2'), anyPolicy('p3')),
      numbers,
      absent,
      (from, acts, policies, skews, absences) => {
        const world = new FollowupWorld(policies, from, HOURS);
        let turns = 0;
        let spans = 0;
        world.skew = () => skews[(turns += 1) % skews.length] ?? 0;
        play(world, acts, () => absences[(spans += 1) % absences.length] !== true);
        for (const it of world.happened) if (it.kind === 'followup') expectKept(it, world, policies);
      },
    );
    fc.assert(run, { numRuns: 150 });
  });
});

describe('foretelling', () => {
  it('does not know what a model will compose', () => {
    const world = new FollowupWorld(
      [policy({ moment: { kind: 'before_window_closes', hours: 2 } })],
      '2026-01-05T12:00:00Z',
    );
    world.judgement = () => ({ verdict: 'send', text: '' });
    world.writes('Hello');
    const [told] = foretoldOf(world, { now: world.now, until: world.now + WINDOW_MS });
    expect(told).toMatchObject({ would: 'sent', reason: null, text: null });
  });

  it('tells what then happens, when nothing else does', () => {
    const run = fc.property(
      start,
      fc.array(act, { maxLength: 12 }),
      fc.tuple(anyPolicy('p1'), anyPolicy('p2'), anyPolicy('p3')),
      fc.integer({ min: 1, max: 1_440 }),
      (from, acts, policies, minutes) => {
        const world = new FollowupWorld(policies, from, HOURS);
        for (const it of acts) perform(world, it);
        const span = { now: world.now, until: world.now + minutes * MINUTE };
        const told = foretoldOf(world, span);
        const before = new Set(world.followups.notes.map(({ taskId }) => taskId));
        const due = world.followups.pending.filter(({ dueAt }) => dueAt <= span.until).map(({ taskId }) => taskId);
        world.pass(minutes * MINUTE);
        const notes = world.followups.notes.filter(({ taskId }) => !before.has(taskId));
        const happened = notes.map(({ taskId, at, end, said }) => [taskId, at, end?.reason ?? said?.text]);
        const ends = told.filter(({ would }) => would !== 'scheduled');
        expect(ends.map(({ facts, at, reason, text }) => [facts.taskId, at, reason ?? text])).toEqual(happened);
        const putOff = told.filter(({ would }) => would === 'scheduled').map(({ facts, at }) => [facts.taskId, at]);
        const waiting = world.followups.pending.filter(({ taskId }) => due.includes(taskId));
        expect(sorted(putOff)).toEqual(sorted(waiting.map(({ taskId, dueAt }) => [taskId, dueAt])));
      },
    );
    fc.assert(run, { numRuns: 150 });
  });
});

const sorted = (rows: (string | number)[][]) => rows.map((row) => row.join(' ')).sort();

function foretoldOf(world: FollowupWorld, span: Span): Foretold[] {
  const rings = foretell(world.context, world.outlook, span, { eventOfTimer, visibleTextOf });
  const judged = ({ policyId }: { policyId: string }) =>
    world.judgement(world.policies.find(({ id }) => id === policyId) ?? policy({ moment: { kind: 'after_hours' } }));
  let ring = rings.next();
  while (ring.done !== true) ring = rings.next(judged(ring.value));
  return ring.value;
}

const ceilMinute = (at: number): string => new Date(Math.ceil(at / MINUTE) * MINUTE).toISOString();

function expectKept(
  { at, text }: { at: number; text: string },
  { happened }: FollowupWorld,
  policies: readonly FollowupPolicy[],
): void {
  const one = policies.find(({ id }) => text.endsWith(id));
  const index = happened.findIndex((it) => it.kind === 'followup' && it.at === at && it.text === text);
  const earlier = happened.slice(0, index);
  const history = new History(earlier);
  const written = history.theirs(at) ?? 0;
  expect(at).toBeLessThan(written + WINDOW_MS);
  expect(history.isHeld(at)).toBe(false);
  const within = earlier.filter((it) => it.kind === 'followup' && it.at > at - WEEK + 30 * MINUTE).length;
  expect(within).toBeLessThan(one?.maxPerWeek ?? 0);
  const last = earlier.findLastIndex(({ kind }) => kind === 'theirs' || kind === 'bot' || kind === 'member');
  const again = earlier.slice(last).filter((it) => it.kind === 'followup' && it.text === text);
  expect(again).toEqual([]);
}
