import { DateTime } from 'luxon';

/** A calendar month as the clocks of the workspace show it. */
export interface UsagePeriod {
  /** `YYYY-MM` */
  key: string;
  startsAt: Date;
  /** Of the next period. */
  renewsAt: Date;
}

/** The month that `at` lies in. Every moment of a month gives the same period: it does not move along with the days. */
export function usagePeriodOf(at: Date, timeZone: string): UsagePeriod {
  const start = DateTime.fromJSDate(at, { zone: timeZone }).startOf('month');
  return {
    key: start.toFormat('yyyy-MM'),
    startsAt: start.toJSDate(),
    renewsAt: start.plus({ months: 1 }).startOf('month').toJSDate(),
  };
}
