import { DateTime } from 'luxon';
import { type BusinessHours, DAY_MINUTES, isOpen, isOvernight, minutesOf, spansOf } from './business-hours';

/** Times in milliseconds since 1970; `to` is not part of it. */
interface Interval {
  from: number;
  to: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** Who does not open within that does not open. */
const SEARCH_MS = 400 * DAY_MINUTES * MINUTE_MS;

/** A day of the business's calendar. */
interface OpenDay extends Interval {
  /** In order; they do not overlap. */
  open: readonly Interval[];
}

/** The time in which a business is open, as `isOpen` has it, in milliseconds. It remembers the days it has looked at. */
export class OpenTime {
  private readonly days = new Map<number, OpenDay>();
  /** By the days of UTC in which they were asked for, since looking up a zone takes long. */
  private readonly byUtcDay = new Map<number, OpenDay[]>();

  constructor(private readonly hours: BusinessHours) {}

  /** When it will have been open for `ms` since `from`; null: not within a year. */
  after(from: Date, ms: number): Date | null {
    if (this.hours.weekly === null) return new Date(from.getTime() + ms);
    let left = ms;
    for (const { from: begin, to } of this.openFrom(from.getTime(), from.getTime() + SEARCH_MS)) {
      if (to - begin >= left) return new Date(begin + left);
      left -= to - begin;
    }
    return null;
  }

  /** For how long it is open between the two; all of it where no hours are stated. */
  between(from: Date, to: Date): number {
    const end = to.getTime();
    if (this.hours.weekly === null) return Math.max(0, end - from.getTime());
    let sum = 0;
    for (const open of this.openFrom(from.getTime(), end)) sum += Math.min(open.to, end) - open.from;
    return sum;
  }

  /** Intervals after `begin` and before `end` in which it is open, in order; they do not overlap. */
  private *openFrom(begin: number, end: number): Generator<Interval> {
    let day = this.dayOf(begin);
    for (; day.from < end; day = this.dayAt(day.to))
      for (const open of day.open)
        if (open.to > begin && open.from < end) yield { from: Math.max(open.from, begin), to: open.to };
  }

  private dayOf(ms: number): OpenDay {
    const utcDay = Math.floor(ms / DAY_MS);
    const near = this.byUtcDay.get(utcDay) ?? [];
    const known = near.find(({ from, to }) => ms >= from && ms < to);
    if (known !== undefined) return known;
    const day = this.dayAt(DateTime.fromMillis(ms, { zone: this.hours.timeZone }).startOf('day').toMillis());
    this.byUtcDay.set(utcDay, [...near, day]);
    return day;
  }

  private dayAt(start: number): OpenDay {
    const known = this.days.get(start);
    if (known !== undefined) return known;
    const day = openDay(this.hours, DateTime.fromMillis(start, { zone: this.hours.timeZone }));
    this.days.set(start, day);
    return day;
  }
}

function openDay(hours: BusinessHours, day: DateTime): OpenDay {
  const end = day.plus({ days: 1 }).startOf('day');
  const [from, to] = [day.toMillis(), end.toMillis()];
  // When clocks are set, an hour of the wall clock does not exist, or comes twice.
  const open = day.offset === end.offset ? openByClock(hours, day) : openByMinute(hours, from, to);
  return { from, to, open };
}

function openByClock(hours: BusinessHours, day: DateTime): Interval[] {
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
