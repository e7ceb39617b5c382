import { DateTime } from 'luxon';

/** A day as clocks on the wall know it: of 23, 24 or 25 hours. Ends are milliseconds since the epoch, the last not included. */
export interface LocalDay {
  day: string;
  start: number;
  end: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const utcDayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** Days of a time zone. Remembers those it was asked for, since looking up a zone takes long. */
export class DayCalendar {
  private readonly byName = new Map<string, LocalDay>();
  private last: LocalDay | null = null;
  /** By the days of UTC that they share hours with. */
  private readonly byUtcDay = new Map<number, LocalDay[]>();

  constructor(readonly timeZone: string) {}

  at(ms: number): LocalDay {
    const { last } = this;
    if (last !== null && ms >= last.start && ms < last.end) return last;
    const known = this.byUtcDay.get(utcDayOf(ms))?.find(({ start, end }) => ms >= start && ms < end);
    this.last = known ?? this.remember(DateTime.fromMillis(ms, { zone: this.timeZone }).startOf('day'));
    return this.last;
  }

  named(day: string): LocalDay {
    return this.byName.get(day) ?? this.remember(DateTime.fromISO(day, { zone: this.timeZone }).startOf('day'));
  }

  /** From the day of the one moment to that of the other. */
  between(from: number, to: number): LocalDay[] {
    const days = [this.at(from)];
    for (let last = days[0]; last !== undefined && last.end <= to; last = days.at(-1)) days.push(this.at(last.end));
    return days;
  }

  private remember(start: DateTime): LocalDay {
    const day = start.toISODate() ?? '';
    const known = this.byName.get(day);
    if (known !== undefined) return known;
    const local = { day, start: start.toMillis(), end: start.plus({ days: 1 }).startOf('day').toMillis() };
    this.byName.set(day, local);
    for (let utc = utcDayOf(local.start); utc <= utcDayOf(local.end - 1); utc += 1)
      this.byUtcDay.set(utc, [...(this.byUtcDay.get(utc) ?? []), local]);
    return local;
  }
}

// From here on, days are names, without a zone.
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const nameOf = (ms: number): string => new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** So many days later; earlier when negative. */
export const dayAfter = (day: string, days: number): string => nameOf(noonOf(day) + days * DAY_MS);

/** All days from the first to the last. */
export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = noonOf(from); at <= noonOf(to); at += DAY_MS) days.push(nameOf(at));
  return days;
}
