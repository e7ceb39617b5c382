import fc from 'fast-check';
import { bucketOf, exactQuantileOf, HISTOGRAM_ERROR, middleOf, quantileOf, quantilesOf } from './histogram';

const DAY_MS = 86_400_000;
const anyTime = fc.integer({ min: 0, max: 400 * DAY_MS });

describe('buckets of times', () => {
  it('stand for every time in them to within the stated error, of at most 1 %', () => {
    expect(HISTOGRAM_ERROR).toBeLessThanOrEqual(0.01);
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(Math.abs(middleOf(bucketOf(ms)) - ms)).toBeLessThanOrEqual(ms * HISTOGRAM_ERROR);
      }),
      { numRuns: 5_000 },
    );
  });

  it('are in the order of the times', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (a, b) => {
        if (a <= b) expect(bucketOf(a)).toBeLessThanOrEqual(bucketOf(b));
      }),
    );
  });

  it.each([0, 1, 63, 64, 127, 128, 129, 255, 256, 4_095, 4_096, DAY_MS])('keep %d ms apart from what follows', (ms) => {
    expect(middleOf(bucketOf(ms))).toBeLessThanOrEqual(middleOf(bucketOf(ms + 1)));
    expect(bucketOf(ms + 1) - bucketOf(ms)).toBeLessThanOrEqual(1);
  });

  it('give quantiles near the exact ones', () => {
    fc.assert(
      fc.property(fc.array(anyTime, { minLength: 1 }), fc.constantFrom(0.1, 0.5, 0.9, 1), (times, share) => {
        const buckets = new Map<number, number>();
        for (const ms of times) buckets.set(bucketOf(ms), (buckets.get(bucketOf(ms)) ?? 0) + 1);
        const sorted = [...times].sort((a, b) => a - b);
        const exact = exactQuantileOf(sorted, share) ?? -1;
        const read = quantileOf(buckets, share) ?? -1;
        expect(Math.abs(read - exact)).toBeLessThanOrEqual(exact * HISTOGRAM_ERROR);
      }),
    );
  });

  it('give none of none', () => {
    expect([quantileOf(new Map(), 0.5), quantileOf(new Map([[1, 0]]), 0.5), exactQuantileOf([], 0.5)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('say several shares at once as they say each', () => {
    const anyBuckets = fc.array(fc.tuple(fc.nat(2_000), fc.nat(3)), { maxLength: 12 }).map((pairs) => new Map(pairs));
    fc.assert(
      fc.property(anyBuckets, (buckets) => {
        const shares = [0, 0.1, 0.5, 0.9, 1];
        expect(quantilesOf(buckets, shares)).toEqual(shares.map((share) => quantileOf(buckets, share)));
      }),
    );
  });
});
