import fc from 'fast-check';
import type { SendStanding } from '../../conversations';
import { FIRST_CHECK_MS, followUp } from './comment-reply-follow-up';
import { replyPlan } from './comment-reply-plan';
import { problemOfPublicReply } from './public-reply';

const NOW = new Date('2026-01-01T12:00:00Z');
const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

describe('the plan of answers that wait', () => {
  it('is empty when none waits', () => {
    expect(replyPlan([], NOW)).toEqual({ waiting: 0, doneBy: null, tooLate: 0 });
  });

  it('tells when the last will be out at 750 an hour', () => {
    expect(replyPlan([{ until: inHours(100), count: 7_500 }], NOW)).toEqual({
      waiting: 7_500,
      doneBy: inHours(10),
      tooLate: 0,
    });
  });

  it('tells how many will come too late, oldest first', () => {
    const waiting = [
      { until: inHours(1), count: 1_000 },
      { until: inHours(2), count: 100 },
    ];
    expect(replyPlan(waiting, NOW)).toEqual({ waiting: 1_100, doneBy: inHours(850 / 750), tooLate: 250 });
  });

  it('never counts one twice, nor more than there is time for', () => {
    const hours = fc.array(fc.record({ until: fc.integer({ min: -5, max: 200 }).map(inHours), count: fc.nat(5_000) }));
    fc.assert(
      fc.property(hours, (waiting) => {
        const sorted = [...waiting].sort((a, b) => a.until.getTime() - b.until.getTime());
        const plan = replyPlan(sorted, NOW);
        const last = sorted.at(-1)?.until ?? NOW;
        expect(plan.waiting).toBe(sorted.reduce((sum, { count }) => sum + count, 0));
        expect(plan.tooLate).toBeLessThanOrEqual(plan.waiting);
        const time = Math.max(0, last.getTime() - NOW.getTime()) / HOUR;
        expect(plan.waiting - plan.tooLate).toBeLessThanOrEqual(time * 750);
      }),
    );
  });
});

describe('following up an answer that is on record as pending', () => {
  const row = { sendId: 's1', permittedUntil: inHours(1), createdAt: inHours(-1) };
  it.each<[string, SendStanding, object]>([
    ['sent', { kind: 'sent', mid: 'm1', at: NOW }, { status: 'sent', mid: 'm1' }],
    ['called off', { kind: 'gone' }, { status: 'skipped', reason: 'called_off' }],
    [
      'out of time',
      { kind: 'failed', code: 'SEND.WINDOW_CLOSED', message: 'x' },
      { status: 'skipped', reason: 'too_late' },
    ],
    ['held', { kind: 'failed', code: 'SEND.HELD', message: 'x' }, { status: 'skipped', reason: 'held' }],
    [
      'refused',
      { kind: 'failed', code: '100/2534025', message: 'x' },
      { status: 'failed', reason: '100/2534025', message: 'x' },
    ],
    ['parked', { kind: 'parked', code: 'SEND.UNKNOWN', message: 'x' }, { status: 'failed', reason: 'SEND.UNKNOWN' }],
  ])('%s', (_, standing, verdict) => {
    expect(followUp(row, standing, NOW)).toMatchObject({ kind: 'settled', verdict });
  });

  it.each([
    ['soon', 0, FIRST_CHECK_MS],
    ['later', -1, HOUR / 2],
    ['at least each hour', -100, HOUR],
  ])('under way: it is looked at again %s', (_, age, wait) => {
    const checkAt = new Date(NOW.getTime() + wait);
    expect(followUp({ ...row, createdAt: inHours(age) }, { kind: 'under-way' }, NOW)).toEqual({
      kind: 'later',
      checkAt,
    });
  });

  it.each([
    ['is waited for', 1, 'later'],
    ['has come too late', -1, 'settled'],
  ])('an automation that has not spoken yet %s', (_, until, kind) => {
    expect(followUp({ permittedUntil: inHours(until), createdAt: NOW }, undefined, NOW).kind).toBe(kind);
  });
});

it.each<[string, string | null]>([
  ['Thank you!', null],
  ['😀'.repeat(300), null],
  ['a'.repeat(301), 'A comment may have at most 300 characters.'],
  ['#a #b #c #d', null],
  ['#a #b #c #d #e', 'A comment may have at most 4 hashtags.'],
  ['see https://example.com', null],
  ['see https://example.com and example.org/a', 'A comment may have at most 1 link.'],
  ['THANK YOU', 'A comment may not be written in capital letters only.'],
  ['谢谢', null],
  ['OK', 'A comment may not be written in capital letters only.'],
  ['  ', 'The answer has no text.'],
])('Instagram’s rules for a comment: %s', (text, problem) => {
  expect(problemOfPublicReply(text)).toBe(problem);
});
