/**
 * Times in milliseconds, kept as counts of log-linear buckets: of each octave 64, so that a bucket's middle is at most
 * 0.8 % away from any time in it. Times below 128 ms are kept as they are.
 */
const STEPS = 64;
const STEP_BITS = Math.log2(STEPS);
const EXACT_BELOW = STEPS * 2;

/** Largest relative distance between a figure read from buckets and the true one, as a share. */
export const HISTOGRAM_ERROR = 0.5 / STEPS;

/** What keys of histograms begin with; they end with a bucket. */
export const HISTOGRAM_PREFIXES: ReadonlySet<string> = new Set([
  ...['h', 'hag', 'hs-esc-first', 'hs-resolve', 'ha-esc-first', 'ha-resolve'],
]);

/** @param ms not negative */
export function bucketOf(ms: number): number {
  const whole = Math.round(ms);
  if (whole < EXACT_BELOW) return whole;
  const octave = Math.floor(Math.log2(whole)) - STEP_BITS;
  return octave * STEPS + Math.floor(whole / 2 ** octave);
}

/** The middle of the bucket, in milliseconds. */
export function middleOf(bucket: number): number {
  if (bucket < EXACT_BELOW) return bucket;
  const octave = Math.floor(bucket / STEPS) - 1;
  const start = (bucket - octave * STEPS) * 2 ** octave;
  return start + (2 ** octave - 1) / 2;
}

export type Buckets = ReadonlyMap<number, number>;

/** The time that this share (0 to 1) of all times does not exceed, by nearest rank; null of none. */
export const quantileOf = (buckets: Buckets, share: number): number | null => quantilesOf(buckets, [share])[0] ?? null;

/** The same for several shares, the least first. */
export function quantilesOf(buckets: Buckets, shares: readonly number[]): (number | null)[] {
  const sorted = [...buckets].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return shares.map(() => null);
  let [place, seen] = [0, sorted[0]?.[1] ?? 0];
  return shares.map((share) => {
    const rank = Math.max(1, Math.ceil(share * total));
    while (seen < rank && place < sorted.length - 1) seen += sorted[(place += 1)]?.[1] ?? 0;
    return middleOf(sorted[place]?.[0] ?? 0);
  });
}

/** The same of times themselves, in their order. */
export const exactQuantileOf = (sorted: ArrayLike<number>, share: number): number | null =>
  sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null;
