import { DateTime } from 'luxon';

/** Days as luxon counts them: Monday first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Open from `from` until before `to`, both `HH:MM` as the clock on the wall shows it. `24:00` is the end of the day; a `to`
 * that is not after `from` lies on the next day.
 */
export interface OpenSpan {
  from: string;
  to: string;
}

export type Week = Readonly<Partial<Record<Weekday, readonly OpenSpan[]>>>;

/** A holiday, or a day with other hours: its spans replace those of the weekday. */
export interface ExceptionalDay {
  /** `YYYY-MM-DD` */
  date: string;
  spans: readonly OpenSpan[];
  name?: string | undefined;
}

export interface BusinessHours {
  /** IANA name. */
  timeZone: string;
  /** Null: no hours are stated, which counts as always open. */
  weekly: Week | null;
  exceptions: readonly ExceptionalDay[];
}

export const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
/** Whoever opens at all opens within that, also on a single day of a leap year. */
const SEARCH_DAYS = 1_464;

export const isOvernight = ({ from, to }: OpenSpan): boolean => minutesOf(to) <= minutesOf(from);

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether the clock on the wall shows a time within today's hours, or yesterday's that last past midnight. */
export function isOpen(hours: BusinessHours, at: Date): boolean {
  if (hours.weekly === null) return true;
  const local = DateTime.fromJSDate(at, { zone: hours.timeZone });
  const now = local.hour * 60 + local.minute;
  const today = spansOf(hours, local).some((span) => {
    const until = isOvernight(span) ? DAY_MINUTES : minutesOf(span.to);
    return now >= minutesOf(span.from) && now < until;
  });
  const yesterday = spansOf(hours, local.minus({ days: 1 }));
  return today || yesterday.some((span) => isOvernight(span) && now < minutesOf(span.to));
}

/** The first moment from `at` on when it is open; `at` itself when it is open already, null when it never opens again. */
export function nextOpening(hours: BusinessHours, at: Date): Date | null {
  if (isOpen(hours, at)) return at;
  const today = DateTime.fromJSDate(at, { zone: hours.timeZone }).startOf('day');
  for (let days = 0; days < SEARCH_DAYS; days += 1) {
    // Where clocks are set at midnight, a day begins later.
    const opening = openingOn(hours, today.plus({ days }).startOf('day'), at);
    if (opening !== null) return opening;
  }
  return null;
}

function openingOn(hours: BusinessHours, day: DateTime, after: Date): Date | null {
  const end = day.plus({ days: 1 }).startOf('day');
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  // When clocks are set, a span may begin in an hour that does not exist, or twice, and the change may lead into one.
  const beginnings = spansOf(hours, day)
    .flatMap(({ from }) => [day, end].map(({ offset }) => midnight + (minutesOf(from) - offset) * MINUTE_MS))
    .filter((time) => time < end.toMillis());
  const changes = day.offset === end.offset ? [] : [changeOfClocks(day, end)];
  const moments = [...beginnings, ...changes].sort((a, b) => a - b).map((time) => new Date(time));
  return moments.find((moment) => moment > after && isOpen(hours, moment)) ?? null;
}

/** The first minute that has another offset than the day began with. */
function changeOfClocks(day: DateTime, end: DateTime): number {
  let [before, after] = [0, Math.ceil(end.diff(day, 'minutes').minutes)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (day.plus({ minutes: middle }).offset === day.offset) before = middle;
    else after = middle;
  }
  return day.plus({ minutes: after }).toMillis();
}

/** Of one day of the calendar; those of the day before may last into it. */
export function spansOf({ weekly, exceptions }: BusinessHours, day: DateTime): readonly OpenSpan[] {
  const date = day.toISODate();
  const exception = exceptions.find((one) => one.date === date);
  if (exception !== undefined) return exception.spans;
  const weekday = WEEKDAYS[day.weekday - 1];
  return (weekday && weekly?.[weekday]) ?? [];
}
