import fc from 'fast-check';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it.each([
    [2_000, 0, 0, 1_000],
    [2_000, 0, 0.999_999, 2_000],
    [2_000, 3, 0.5, 12_000],
    [2_000, 100, 0.999_999, 300_000],
  ])('%i ms, try %i, chance %d: %i ms', (first, attempts, chance, expected) => {
    expect(backoffMs(first, attempts, chance)).toBe(expected);
  });

  it('never shrinks with the tries, and never passes five minutes', () => {
    const tries = fc.nat({ max: 60 });
    fc.assert(
      fc.property(
        fc.nat({ max: 300_000 }),
        tries,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (first, n, chance) => {
          expect(backoffMs(first, n + 1, chance)).toBeGreaterThanOrEqual(backoffMs(first, n, chance));
          expect(backoffMs(first, n, chance)).toBeLessThanOrEqual(300_000);
        },
      ),
    );
  });
});
