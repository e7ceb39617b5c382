import { DateTime } from 'luxon';
import { type BusinessHours, DAY_MINUTES, isOpen, isOvernight, minutesOf, spansOf } from './business-hours';

/** Times in milliseconds since 1970; `to` is not part of it. */
interface Interval {
  from: number;
  to: number;
}

const MINUTE_MS = 60_000;
/** Who does not open within that does not open. */
const SEARCH_DAYS = 400;

/** When it will have been open for `ms` milliseconds since `from`; null: not within a year. */
export function afterOpenTime(hours: BusinessHours, from: Date, ms: number): Date | null {
  if (hours.weekly === null) return new Date(from.getTime() + ms);
  let left = ms;
  for (const { from: begin, to } of openFrom(hours, from)) {
    if (to - begin >= left) return new Date(begin + left);
    left -= to - begin;
  }
  return null;
}

/** For how many milliseconds it is open between the two; of more than a year, in its first one. */
export function openTimeBetween(hours: BusinessHours, from: Date, to: Date): number {
  const end = to.getTime();
  if (hours.weekly === null) return Math.max(0, end - from.getTime());
  let sum = 0;
  for (const open of openFrom(hours, from)) {
    if (open.from >= end) break;
    sum += Math.min(open.to, end) - open.from;
  }
  return sum;
}

/** Intervals after `from` in which it is open, in order; they do not overlap. */
function* openFrom(hours: BusinessHours, from: Date): Generator<Interval> {
  const begin = from.getTime();
  const first = DateTime.fromJSDate(from, { zone: hours.timeZone }).startOf('day');
  for (let days = 0; days < SEARCH_DAYS; days += 1) {
    for (const open of openOn(hours, first.plus({ days }))) {
      if (open.to > begin) yield { from: Math.max(open.from, begin), to: open.to };
    }
  }
}

function openOn(hours: BusinessHours, day: DateTime): Interval[] {
  const end = day.plus({ days: 1 }).startOf('day');
  // When clocks are set, an hour of the wall clock does not exist, or comes twice.
  if (day.offset !== end.offset) return openByMinute(hours, day.toMillis(), end.toMillis());
  const today = spansOf(hours, day).map((span) => [
    minutesOf(span.from),
    isOvernight(span) ? DAY_MINUTES : minutesOf(span.to),
  ]);
  const lasting = spansOf(hours, day.minus({ days: 1 })).filter(isOvernight);
  const early = lasting.map(({ to }) => [0, minutesOf(to)]);
  const start = day.toMillis();
  const at = (minutes = 0) => start + minutes * MINUTE_MS;
  return joined([...early, ...today].map(([from, to]) => ({ from: at(from), to: at(to) })));
}

function openByMinute(hours: BusinessHours, from: number, to: number): Interval[] {
  const minutes: Interval[] = [];
  for (let at = from; at < to; at += MINUTE_MS)
    if (isOpen(hours, new Date(at))) minutes.push({ from: at, to: at + MINUTE_MS });
  return joined(minutes);
}

function joined(intervals: readonly Interval[]): Interval[] {
  const whole: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last === undefined || next.from > last.to) whole.push({ ...next });
    else last.to = Math.max(last.to, next.to);
  }
  return whole.filter(({ from, to }) => to > from);
}
