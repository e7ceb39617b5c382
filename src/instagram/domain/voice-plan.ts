/** Waits between the tries to have a voice note transcribed, in milliseconds; after the last one it is given up. */
const WAITS_MS: readonly number[] = [5_000, 60_000, 10 * 60_000];
/** No wait that a provider asks for is longer. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Some ten minutes of speech; Instagram ends a voice note after one. What is longer is music, or costs too much. */
export const VOICE_BYTES = 10_000_000;

/** `attempts`: made so far. Null: no more. */
export function nextHearingAt(attempts: number, now: Date, afterMs = 0): Date | null {
  const wait = WAITS_MS[attempts - 1];
  if (wait === undefined) return null;
  return new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, Math.max(wait, afterMs)));
}
