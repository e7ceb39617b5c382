import { type BusinessHours, isOpen, nextOpening, WEEKDAYS } from '../../../shared/kernel';
import type { QuietHours } from './followup-policy';

const STEP_MS = 15 * 60_000;
const DAY_STEPS = 96;

/** When something may be said, as hours of opening: the rest of each day. */
function loudHours({ from, to }: QuietHours, timeZone: string): BusinessHours {
  const weekly = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: to, to: from }]]));
  return { timeZone, weekly, exceptions: [] };
}

export function isQuiet(quiet: QuietHours | null, timeZone: string, at: number): boolean {
  return quiet !== null && !isOpen(loudHours(quiet, timeZone), new Date(at));
}

/** The end of the quiet hours that `at` lies in; `at` itself outside of them. */
export function afterQuiet(quiet: QuietHours | null, timeZone: string, at: number): number {
  if (quiet === null) return at;
  return nextOpening(loudHours(quiet, timeZone), new Date(at))?.getTime() ?? at;
}

/** The last quarter of an hour, counted back from `at`, that lies before the quiet hours; `at` itself outside of them. */
export function beforeQuiet(quiet: QuietHours | null, timeZone: string, at: number): number {
  let time = at;
  for (let step = 0; step < DAY_STEPS && isQuiet(quiet, timeZone, time); step += 1) time -= STEP_MS;
  return time;
}
