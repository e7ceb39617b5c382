/** Longest pause before a send is tried again. */
const LONGEST_MS = 5 * 60_000;

/**
 * The pause before the next try: doubled with each, half of it by chance, so that what failed together does not come back
 * together. `chance` is in [0, 1).
 */
export function backoffMs(firstMs: number, attempts: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, firstMs * 2 ** attempts);
  return Math.round(whole / 2 + (whole / 2) * chance);
}
