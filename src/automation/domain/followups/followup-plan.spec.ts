import type { BusinessHours } from '../../../shared/kernel';
import { planOf, type ThreadTimes } from './followup-plan';
import type { FollowupMoment, QuietHours } from './followup-policy';
import { isQuestion } from './question';

const HOUR = 3_600_000;
const ALWAYS: BusinessHours = { timeZone: 'Europe/Berlin', weekly: null, exceptions: [] };
const OFFICE: BusinessHours = {
  ...ALWAYS,
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ from: '09:00', to: '17:00' }]]),
  ),
};
const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => new Date(ms).toISOString();
const wrote = (writtenAt: string, ours: ThreadTimes['ours'] = null): ThreadTimes => ({
  inboundAt: at(writtenAt),
  writtenAt: at(writtenAt),
  ours,
  windowMs: 24 * HOUR,
});

function plan(moment: FollowupMoment, thread: ThreadTimes, more: { hours?: BusinessHours; quiet?: QuietHours } = {}) {
  const policy = { moment, quietHours: more.quiet ?? null };
  const result = planOf(policy, { thread, hours: more.hours ?? ALWAYS });
  return result.kind === 'due' ? iso(result.dueAt) : result.reason;
}

const TWO_HOURS: FollowupMoment = { kind: 'before_window_closes', hours: 2 };
const SILENCE: FollowupMoment = { kind: 'after_silence', minutes: 60 };
const QUESTION: FollowupMoment = { kind: 'unanswered_question', minutes: 60 };
const NIGHT: QuietHours = { from: '22:00', to: '08:00' };

describe('when a follow-up is due', () => {
  it.each<[string, string, string]>([
    // Monday, winter: Berlin is an hour ahead of UTC.
    ['some hours before the window closes', '2026-01-05T12:00:00Z', '2026-01-06T10:00:00.000Z'],
    ['before the window closes, over the change to summer time', '2026-03-28T12:00:00Z', '2026-03-29T10:00:00.000Z'],
    ['before the window closes, over the change to winter time', '2026-10-24T12:00:00Z', '2026-10-25T10:00:00.000Z'],
  ])('%s', (_, written, due) => {
    expect(plan(TWO_HOURS, wrote(written))).toBe(due);
  });

  it.each<[string, number, string, string]>([
    ['waits for the morning where that is in time', 3, '2026-01-05T09:00:00Z', '2026-01-06T07:00:00.000Z'],
    ['comes before the night where the morning is too late', 2, '2026-01-05T07:10:00Z', '2026-01-05T20:55:00.000Z'],
    ['is left alone by day', 2, '2026-01-05T12:00:00Z', '2026-01-06T10:00:00.000Z'],
    // The clock jumps from 02:00 to 03:00, so 08:00 is an hour earlier by UTC.
    ['waits for the morning of the day that summer time begins', 3, '2026-03-28T08:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['waits for the morning of the day that it ends', 3, '2026-10-24T08:30:00Z', '2026-10-25T07:00:00.000Z'],
  ])('in quiet hours one that is tied to the end of the window %s', (_, hours, written, due) => {
    const moment: FollowupMoment = { kind: 'before_window_closes', hours };
    expect(plan(moment, wrote(written), { quiet: NIGHT })).toBe(due);
  });

  it('in quiet hours one after silence waits for the morning, and is dropped where that is too late', () => {
    const said = { at: at('2026-01-05T21:30:00Z'), text: 'Bye' };
    expect(plan(SILENCE, wrote('2026-01-05T21:00:00Z', said), { quiet: NIGHT })).toBe('2026-01-06T07:00:00.000Z');
    expect(plan(SILENCE, wrote('2026-01-05T07:00:00Z', said), { quiet: NIGHT })).toBe('quiet_hours');
  });

  it('after silence counts from our last message, and not while the last word is theirs', () => {
    const said = { at: at('2026-01-05T12:05:00Z'), text: 'Bowls are 42 €.' };
    expect(plan(SILENCE, wrote('2026-01-05T12:00:00Z', said))).toBe('2026-01-05T13:05:00.000Z');
    expect(plan(SILENCE, wrote('2026-01-05T12:00:00Z'))).toBe('answered');
    expect(plan(QUESTION, wrote('2026-01-05T12:00:00Z', said))).toBe('answered');
    expect(plan(QUESTION, wrote('2026-01-05T12:00:00Z', { ...said, text: 'Which one?' }))).toBe(
      '2026-01-05T13:05:00.000Z',
    );
  });

  it('after hours is the next opening, if that is within the window', () => {
    const night: FollowupMoment = { kind: 'after_hours' };
    expect(plan(night, wrote('2026-01-05T20:00:00Z'), { hours: OFFICE })).toBe('2026-01-06T08:00:00.000Z');
    expect(plan(night, wrote('2026-01-05T12:00:00Z'), { hours: OFFICE })).toBe('open');
    expect(plan(night, wrote('2026-01-05T20:00:00Z'))).toBe('open');
    // On Saturday, with Monday too far away.
    expect(plan(night, wrote('2026-01-10T20:00:00Z'), { hours: OFFICE })).toBe('window_closed');
    // On the Sunday night on which clocks are set forward.
    expect(plan(night, wrote('2026-03-29T20:00:00Z'), { hours: OFFICE })).toBe('2026-03-30T07:00:00.000Z');
  });

  it('is never within twenty minutes of the end of the window', () => {
    const late = { at: at('2026-01-06T10:41:00Z'), text: 'Bye' };
    expect(plan(SILENCE, wrote('2026-01-05T12:00:00Z', late))).toBe('window_closed');
    expect(plan(SILENCE, wrote('2026-01-05T12:00:00Z', { ...late, at: at('2026-01-06T10:40:00Z') }))).toBe(
      '2026-01-06T11:40:00.000Z',
    );
  });

  it('is for nobody who has not written', () => {
    expect(plan(TWO_HOURS, { inboundAt: null, writtenAt: null, ours: null, windowMs: 24 * HOUR })).toBe('never_wrote');
  });
});

it.each<[string, boolean]>([
  ['Which piece would you like?', true],
  ['您要哪一个？', true],
  ['Ποιο θέλετε;', true],
  ['Bowls are 42 €; plates are 20 €.', false],
  ['See https://shop.example/?piece=bowl', false],
  ['', false],
])('%s: is a question: %s', (text, asks) => {
  expect(isQuestion(text)).toBe(asks);
});
