import fc from 'fast-check';
import { msAfter, NOW } from '../../../test/support/lane-fixtures';
import { mayWrite, type WindowFacts, windowOf } from './window';

const HOUR_MS = 3_600_000;
const [DAY_MS, WEEK_MS] = [24 * HOUR_MS, 7 * 24 * HOUR_MS];
const openedFor = (ms: number | null, humanAgentMs = 0): WindowFacts => ({
  openedAt: ms === null ? null : msAfter(-ms),
  now: NOW,
  windowMs: DAY_MS,
  humanAgentMs,
});

describe('mayWrite', () => {
  it.each([
    ['at once', 0, 0, 'allowed', 'allowed'],
    ['a millisecond before its end', DAY_MS - 1, 0, 'allowed', 'allowed'],
    ['at its end', DAY_MS, 0, 'refused', 'refused'],
    ['before anybody wrote', null, WEEK_MS, 'refused', 'refused'],
    ['with the feature, at its end', DAY_MS, WEEK_MS, 'refused', 'allowed-as-human-agent'],
    [
      'with the feature, a millisecond before the week is over',
      WEEK_MS - 1,
      WEEK_MS,
      'refused',
      'allowed-as-human-agent',
    ],
    ['with the feature, when the week is over', WEEK_MS, WEEK_MS, 'refused', 'refused'],
    // What a person sends now may arrive after the window has closed.
    ['with the feature, in the last minute', DAY_MS - 1, WEEK_MS, 'allowed', 'allowed-as-human-agent'],
    ['with the feature, two minutes before its end', DAY_MS - 120_000, WEEK_MS, 'allowed', 'allowed'],
  ] as const)('%s', (_, ms, humanAgentMs, bot, person) => {
    const facts = openedFor(ms, humanAgentMs);
    expect([mayWrite(facts, 'bot').kind, mayWrite(facts, 'person').kind]).toEqual([bot, person]);
  });

  it('says why, and since when', () => {
    expect(mayWrite(openedFor(null), 'bot')).toEqual({ kind: 'refused', reason: 'never-opened', closedAt: null });
    expect(mayWrite(openedFor(DAY_MS), 'bot')).toEqual({ kind: 'refused', reason: 'closed', closedAt: NOW });
    expect(mayWrite(openedFor(DAY_MS, WEEK_MS), 'bot')).toMatchObject({ reason: 'people-only', closedAt: NOW });
  });

  it('never lets the bot write where a person may not, nor after the window', () => {
    const ages = fc.integer({ min: -HOUR_MS, max: 2 * WEEK_MS });
    fc.assert(
      fc.property(ages, fc.constantFrom(0, WEEK_MS), (age, humanAgentMs) => {
        const facts = openedFor(age, humanAgentMs);
        const [bot, person] = [mayWrite(facts, 'bot'), mayWrite(facts, 'person')];
        expect(bot.kind).not.toBe('allowed-as-human-agent');
        if (bot.kind === 'allowed') {
          expect(age).toBeLessThan(DAY_MS);
          expect(person.kind).not.toBe('refused');
        }
        if (person.kind !== 'refused') expect(age).toBeLessThan(Math.max(DAY_MS, humanAgentMs));
      }),
    );
  });
});

describe('windowOf', () => {
  it.each([
    ['open', 0, WEEK_MS, { state: 'open', closesAt: msAfter(DAY_MS) }],
    ['open to people', DAY_MS, WEEK_MS, { state: 'human_agent', closesAt: msAfter(WEEK_MS - DAY_MS) }],
    ['closed, since the week ended', WEEK_MS, WEEK_MS, { state: 'closed', closesAt: NOW }],
    ['closed, since the day ended', 2 * DAY_MS, 0, { state: 'closed', closesAt: msAfter(-DAY_MS) }],
    ['never opened', null, WEEK_MS, { state: 'never_opened' }],
  ])('%s', (_, ms, humanAgentMs, expected) => {
    expect(windowOf(openedFor(ms, humanAgentMs))).toEqual(expected);
  });
});
