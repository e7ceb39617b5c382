import { DateTime } from 'luxon';
import { type BusinessHours, isOvernight, type OpenSpan, WEEKDAYS } from '../../../shared/kernel';
import { type DayCalendar, type LocalDay } from './day-calendar';

interface Interval {
  start: number;
  end: number;
}

/** How long a business was open between two moments. */
export class OpenTime {
  private readonly intervals = new Map<string, Interval[]>();

  constructor(
    private readonly hours: BusinessHours,
    private readonly calendar: DayCalendar,
  ) {}

  /** In milliseconds; all of it where no hours are stated. */
  between(from: number, to: number): number {
    if (this.hours.weekly === null || to <= from) return Math.max(0, to - from);
    // Hours of the day before may last past midnight.
    const days = this.calendar.between(this.calendar.at(from).start - 1, to - 1);
    const open = merged(days.flatMap((day) => this.openOn(day)));
    return open.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
  }

  private openOn(local: LocalDay): Interval[] {
    const known = this.intervals.get(local.day);
    if (known !== undefined) return known;
    const intervals = this.spansOn(local.day).map((span) => this.intervalOf(local.day, span));
    this.intervals.set(local.day, intervals);
    return intervals;
  }

  private spansOn(day: string): readonly OpenSpan[] {
    const exception = this.hours.exceptions.find(({ date }) => date === day);
    if (exception !== undefined) return exception.spans;
    const weekday = WEEKDAYS[DateTime.fromISO(day, { zone: 'utc' }).weekday - 1];
    return (weekday && this.hours.weekly?.[weekday]) ?? [];
  }

  private intervalOf(day: string, span: OpenSpan): Interval {
    const start = this.onTheWall(day, span.from);
    const { start: midnight, end: nextMidnight } = this.calendar.named(day);
    if (span.to === '24:00' || (span.to === '00:00' && isOvernight(span))) return { start, end: nextMidnight };
    const closes = isOvernight(span) ? this.calendar.at(nextMidnight).day : day;
    return { start: Math.max(start, midnight), end: this.onTheWall(closes, span.to) };
  }

  /** A time that clocks skip is that much later, as luxon has it. */
  private onTheWall(day: string, time: string): number {
    return DateTime.fromISO(`${day}T${time}`, { zone: this.calendar.timeZone }).toMillis();
  }
}

function merged(intervals: readonly Interval[]): Interval[] {
  const all: Interval[] = [];
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
