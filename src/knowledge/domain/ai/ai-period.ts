import { DateTime } from 'luxon';
import type { UsagePeriods } from './ai-usage';

/** Day and month as the clocks of the workspace show them. */
export function periodsAt(at: Date, timeZone: string): UsagePeriods {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  return { day: local.toFormat('yyyy-MM-dd'), month: local.toFormat('yyyy-MM') };
}

/** Milliseconds until the next day or month begins. */
export function renewalMs(at: Date, timeZone: string, unit: 'day' | 'month'): number {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  return local.endOf(unit).toMillis() + 1 - at.getTime();
}
