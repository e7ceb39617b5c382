/** Figures of repeated runs. Pure. */
const RESAMPLES = 2_000;
const CONFIDENCE = 0.9;
/** A baseline that moves more than this between rounds says nothing about anything else. */
export const TOO_NOISY = 0.25;

/** @param share between 0 and 1; the nearest rank */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** How far the rounds lie apart, as a share of their median. */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** The 90 % interval of the median, by resampling. Reproducible: the same values give the same interval. */
export function interval(values) {
  const random = seeded(values.length);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)])),
  );
  const tail = (1 - CONFIDENCE) / 2;
  return [percentile(medians, tail), percentile(medians, 1 - tail)];
}

/**
 * Whether the ratio of two things measured side by side keeps its aim.
 * @param pairs one for each round: `{ ours, baseline }`
 * @param aim `{ atLeast }` or `{ atMost }`
 */
export function verdictOf(pairs, aim) {
  const ratios = pairs.map(({ ours, baseline }) => ours / baseline);
  const [low, high] = interval(ratios);
  const noise = spread(pairs.map(({ baseline }) => baseline));
  return { ratio: median(ratios), low, high, noise, verdict: noise > TOO_NOISY ? 'too noisy' : judged(low, high, aim) };
}

function judged(low, high, { atLeast = -Infinity, atMost = Infinity }) {
  if (low >= atLeast && high <= atMost) return 'met';
  return high < atLeast || low > atMost ? 'missed' : 'open';
}

/** Mulberry32: small, and good enough for resampling. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
