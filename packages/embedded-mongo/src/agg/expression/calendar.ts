import { isNumeric, toNumber } from '../../bson';
import { fail } from '../../errors';
import { fromLocal, toLocal, type Zone } from './time-zone';

export const DAY = 86_400_000;
const HOUR = 3_600_000;

const FIXED_UNITS: Readonly<Record<string, number>> = { hour: HOUR, minute: 60_000, second: 1000, millisecond: 1 };
const DAY_UNITS: Readonly<Record<string, number>> = { week: 7, day: 1 };
const MONTH_UNITS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export function isTimeUnit(unit: unknown): unit is string {
  return typeof unit === 'string' && (unit in FIXED_UNITS || unit in DAY_UNITS || unit in MONTH_UNITS);
}

/** Milliseconds of a unit that has a fixed length (a day counts 24 hours); undefined for months and longer. */
export function unitMilliseconds(unit: string): number | undefined {
  if (unit in MONTH_UNITS) return undefined;
  return FIXED_UNITS[unit] ?? (DAY_UNITS[unit] ?? 0) * DAY;
}

/** 0 for Sunday to 6; accepts full and three-letter names. */
export function weekdayOf(name: unknown): number {
  const lower = typeof name === 'string' ? name.toLowerCase() : '';
  const index = WEEKDAYS.findIndex((day) => day === lower || day.slice(0, 3) === lower);
  return index >= 0
    ? index
    : fail(5439015, `parameter 'startOfWeek' value cannot be recognized as a day of a week: ${String(name)}`);
}

/** Midnight UTC of a date; months and days may lie outside their usual range. */
export function utcDate(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

const monthNumber = (local: number): number => {
  const date = new Date(local);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** Adds months; a day that the target month lacks becomes its last. */
function addMonths(local: number, months: number): number {
  const date = new Date(local);
  const target = monthNumber(local) + months;
  const year = Math.floor(target / 12);
  const month = target - year * 12;
  const lastDay = new Date(utcDate(year, month + 1, 0)).getUTCDate();
  return utcDate(year, month, Math.min(date.getUTCDate(), lastDay)) + (((local % DAY) + DAY) % DAY);
}

/** Days and longer move on the local calendar, hours and shorter on the time line. */
export function addUnits(instant: number, unit: string, amount: number, zone: Zone): number {
  const fixed = FIXED_UNITS[unit];
  if (fixed !== undefined) return instant + fixed * amount;
  const local = toLocal(instant, zone);
  const days = DAY_UNITS[unit];
  const moved = days === undefined ? addMonths(local, (MONTH_UNITS[unit] ?? 1) * amount) : local + days * DAY * amount;
  return fromLocal(moved, zone);
}

const dayNumber = (local: number): number => Math.floor(local / DAY);

/** Day 0, 1 January 1970, was a Thursday. */
const weekNumber = (local: number, startOfWeek: number): number => Math.floor((dayNumber(local) + 4 - startOfWeek) / 7);

/** Number of unit boundaries between two instants. */
export function differenceInUnits(start: number, end: number, unit: string, zone: Zone, startOfWeek: number): number {
  const fixed = FIXED_UNITS[unit];
  if (fixed !== undefined) {
    const shift = ((zone.offsetAt(start) % fixed) + fixed) % fixed;
    return Math.floor((end + shift) / fixed) - Math.floor((start + shift) / fixed);
  }
  const from = toLocal(start, zone);
  const to = toLocal(end, zone);
  if (unit === 'week') return weekNumber(to, startOfWeek) - weekNumber(from, startOfWeek);
  if (unit === 'day') return dayNumber(to) - dayNumber(from);
  const months = MONTH_UNITS[unit] ?? 1;
  return Math.floor(monthNumber(to) / months) - Math.floor(monthNumber(from) / months);
}

const REFERENCE_MONTH = 2000 * 12;
const REFERENCE = Date.UTC(2000, 0, 1);
/** 1 January 2000 was a Saturday. */
const REFERENCE_WEEKDAY = 6;

const floorTo = (value: number, size: number): number => Math.floor(value / size) * size;

function truncateDays(local: number, unit: string, bin: number, startOfWeek: number): number {
  const shift = unit === 'week' ? (startOfWeek - REFERENCE_WEEKDAY + 7) % 7 : 0;
  const reference = REFERENCE + shift * DAY;
  return reference + floorTo(local - reference, (DAY_UNITS[unit] ?? 1) * bin * DAY);
}

function truncateMonths(local: number, months: number): number {
  return utcDate(2000, floorTo(monthNumber(local) - REFERENCE_MONTH, months), 1);
}

/** Start of the bin of `bin` units that an instant lies in; bins are counted from the year 2000 in the zone. */
export function truncateToUnit(instant: number, unit: string, bin: number, zone: Zone, startOfWeek: number): number {
  const fixed = FIXED_UNITS[unit];
  if (fixed !== undefined) {
    const reference = fromLocal(REFERENCE, zone);
    return reference + floorTo(instant - reference, fixed * bin);
  }
  const local = toLocal(instant, zone);
  const start =
    unit in DAY_UNITS
      ? truncateDays(local, unit, bin, startOfWeek)
      : truncateMonths(local, (MONTH_UNITS[unit] ?? 1) * bin);
  return fromLocal(start, zone);
}

export function dayOfYear(local: number): number {
  const year = new Date(local).getUTCFullYear();
  return dayNumber(local) - dayNumber(utcDate(year, 0, 1)) + 1;
}

/** Monday 1 to Sunday 7. */
export function isoDayOfWeek(local: number): number {
  return new Date(local).getUTCDay() || 7;
}

/** ISO 8601: the week belongs to the year of its Thursday. */
export function isoWeek(local: number): { year: number; week: number } {
  const thursday = dayNumber(local) + 4 - isoDayOfWeek(local);
  const year = new Date(thursday * DAY).getUTCFullYear();
  return { year, week: Math.floor((thursday - dayNumber(utcDate(year, 0, 1))) / 7) + 1 };
}

/** Weeks begin on Sunday; the days before the first Sunday are week 0. */
export function sundayWeek(local: number): number {
  return Math.floor((dayOfYear(local) + 6 - new Date(local).getUTCDay()) / 7);
}

/** Monday of ISO week 1. */
export function isoYearStart(year: number): number {
  const january4 = utcDate(year, 0, 4);
  return january4 - (isoDayOfWeek(january4) - 1) * DAY;
}

/** A whole number from a numeric value. */
export function wholeNumber(value: unknown, code: number, message: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  return Number.isInteger(number) ? number : fail(code, message);
}
