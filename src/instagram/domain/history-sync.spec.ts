import fc from 'fast-check';
import { gapDueAt, gapOf, historyUntil, isBefore, isWithin, retryMs } from './history-sync';

const MINUTE = 60_000;
const T0 = new Date('2026-01-01T12:00:00Z');
const at = (ms: number) => new Date(T0.getTime() + ms);

describe('what is read of the past', () => {
  it('leaves the newest to webhooks', () => {
    expect(historyUntil(T0)).toEqual(at(-10 * MINUTE));
  });

  it('begins an hour before webhooks were seen to be missing, since deliveries fail for that long before they end', () => {
    const gap = gapOf({ lostAt: T0, healedAt: at(120 * MINUTE) });
    expect(gap).toEqual({ from: at(-61 * MINUTE), until: at(121 * MINUTE) });
    expect(gapDueAt(gap.until)).toEqual(at(122 * MINUTE));
  });

  it.each([
    ['on the first moment', T0, true],
    ['on the last', at(MINUTE), true],
    ['before', at(-1), false],
    ['after', at(MINUTE + 1), false],
  ])('holds a message %s of it: %s', (_, moment, isHeld) => {
    expect(isWithin(moment, { from: T0, until: at(MINUTE) })).toBe(isHeld);
  });

  it('has no beginning where none is named', () => {
    expect(isBefore(new Date(0), undefined)).toBe(false);
    expect(isWithin(new Date(0), { until: T0 })).toBe(true);
  });

  it('is tried again later each time, never later than a quarter of an hour, unless Graph wants more', () => {
    expect([1, 2, 3].map((failures) => retryMs(failures, 0))).toEqual([5_000, 10_000, 20_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 3_600_000 }), (failures, asked) => {
        const wait = retryMs(failures, asked);
        return wait >= asked && wait >= 5_000 && wait <= Math.max(asked, 15 * MINUTE);
      }),
    );
  });
});
