import { ageOf, refreshDueAt, retryDueAt } from './token-plan';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = new Date('2026-01-01T00:00:00Z');
const at = (ms: number) => new Date(T0.getTime() + ms);

describe('when a token is renewed', () => {
  it.each([
    ['60 days', 60 * DAY, 7 * DAY],
    ['20 days', 20 * DAY, 7 * DAY],
    ['6 days', 6 * DAY, 3 * DAY],
    ['an hour: never before it is a day old', HOUR, DAY],
  ])('one that lives %s', (_, life, due) => {
    expect(refreshDueAt({ issuedAt: T0, expiresAt: at(life) })).toEqual(at(due));
  });

  it.each([
    [1, HOUR],
    [2, 2 * HOUR],
    [3, 4 * HOUR],
    [5, 16 * HOUR],
    [6, DAY],
    [400, DAY],
  ])('after %i failures', (failures, wait) => {
    expect(retryDueAt(failures, T0, at(50 * DAY))).toEqual(at(wait));
  });

  it('is looked at again when the token ends, also if that is sooner', () => {
    expect(retryDueAt(6, T0, at(5 * HOUR))).toEqual(at(5 * HOUR));
    expect(retryDueAt(1, T0, at(-1))).toEqual(at(HOUR));
  });

  it.each([
    [14 * DAY + 1, 'good'],
    [14 * DAY, 'token-ageing'],
    [1, 'token-ageing'],
    [0, 'token-lapsed'],
    [-1, 'token-lapsed'],
  ])('%i ms before its end: %s', (left, age) => {
    expect(ageOf(at(left), T0)).toBe(age);
  });
});
