import { fail } from '../../errors';
import { DAY, dayOfYear, isoDayOfWeek, isoWeek, isoYearStart, sundayWeek, utcDate } from './calendar';
import { fromLocal, toLocal, type Zone, zoneOf } from './time-zone';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (value: number, width: number): string => String(Math.abs(value)).padStart(width, '0');

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(Math.floor(minutes % 60), 2)}`;
}

function yearText(name: string, year: number): string {
  return year >= 0 && year <= 9999
    ? pad(year, 4)
    : fail(18537, `Could not convert date to string: ${name} ${year} is not in the range 0 to 9999`);
}

type Moment = { readonly local: Date; readonly offset: number };

const FORMATTERS: Readonly<Record<string, (moment: Moment) => string>> = {
  Y: ({ local }) => yearText('year', local.getUTCFullYear()),
  G: ({ local }) => yearText('ISO year', isoWeek(local.getTime()).year),
  m: ({ local }) => pad(local.getUTCMonth() + 1, 2),
  b: ({ local }) => (MONTHS[local.getUTCMonth()] ?? '').slice(0, 3),
  B: ({ local }) => MONTHS[local.getUTCMonth()] ?? '',
  d: ({ local }) => pad(local.getUTCDate(), 2),
  H: ({ local }) => pad(local.getUTCHours(), 2),
  M: ({ local }) => pad(local.getUTCMinutes(), 2),
  S: ({ local }) => pad(local.getUTCSeconds(), 2),
  L: ({ local }) => pad(local.getUTCMilliseconds(), 3),
  j: ({ local }) => pad(dayOfYear(local.getTime()), 3),
  w: ({ local }) => String(local.getUTCDay() + 1),
  u: ({ local }) => String(isoDayOfWeek(local.getTime())),
  U: ({ local }) => pad(sundayWeek(local.getTime()), 2),
  V: ({ local }) => pad(isoWeek(local.getTime()).week, 2),
  z: ({ offset }) => offsetText(offset),
  Z: ({ offset }) => `${offset < 0 ? '-' : '+'}${pad(Math.abs(offset) / 60_000, 3)}`,
  '%': () => '%',
};

/**
 * Formats an instant as `$dateToString` does.
 * @throws MongoError 18535, 18536 for a bad format
 */
export function formatDate(instant: number, format: string, zone: Zone): string {
  const moment: Moment = { local: new Date(toLocal(instant, zone)), offset: zone.offsetAt(instant) };
  return format.replace(/%([\s\S]?)/g, (_, letter: string) => {
    if (letter === '') fail(18535, `Unmatched '%' at end of format string`);
    const formatter = FORMATTERS[letter] ?? fail(18536, `Invalid format character '%${letter}' in format string`);
    return formatter(moment);
  });
}

const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  G: '(?<G>\\d{4})',
  m: '(?<m>\\d{1,2})',
  b: '(?<b>[A-Za-z]{3})',
  B: '(?<B>[A-Za-z]+)',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  L: '(?<L>\\d{1,3})',
  j: '(?<j>\\d{1,3})',
  u: '(?<u>[1-7])',
  V: '(?<V>\\d{1,2})',
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2}|[A-Za-z]+(?:/[A-Za-z_]+)*)',
  Z: '(?<Z>[+-]\\d{3})',
  '%': '%',
};

type Fields = Readonly<Record<string, string | undefined>>;

function patternOf(format: string): RegExp {
  const source = format.replace(/%([\s\S]?)|[\\^$.*+?()[\]{}|/]/g, (piece, letter: string | undefined) => {
    if (letter === undefined) return `\\${piece}`;
    return PATTERNS[letter] ?? fail(18536, `Invalid format character '%${letter}' in format string`);
  });
  return new RegExp(`^\\s*${source}\\s*$`);
}

function monthOf(fields: Fields): number {
  const name = (fields.b ?? fields.B)?.toLowerCase();
  if (name === undefined) return Number(fields.m ?? 1) - 1;
  return MONTHS.findIndex(
    (month) => month.toLowerCase() === name || (fields.b !== undefined && month.slice(0, 3).toLowerCase() === name),
  );
}

function dayOf(fields: Fields): number | undefined {
  if (fields.G !== undefined) {
    return isoYearStart(Number(fields.G)) + ((Number(fields.V ?? 1) - 1) * 7 + Number(fields.u ?? 1) - 1) * DAY;
  }
  if (fields.Y === undefined) return undefined;
  const year = Number(fields.Y);
  if (fields.j !== undefined) return utcDate(year, 0, Number(fields.j));
  const month = monthOf(fields);
  const day = Number(fields.d ?? 1);
  const result = utcDate(year, month, day);
  return month >= 0 && new Date(result).getUTCMonth() === month && new Date(result).getUTCDate() === day
    ? result
    : undefined;
}

function timeOf(fields: Fields): number | undefined {
  const [hour, minute, second] = [fields.H, fields.M, fields.S].map((text) => Number(text ?? 0)) as [
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number((fields.L ?? '0').padEnd(3, '0'));
}

function instantOf(fields: Fields, zone: Zone): number | undefined {
  const day = dayOf(fields);
  const time = timeOf(fields);
  if (day === undefined || time === undefined) return undefined;
  if (fields.Z !== undefined) return day + time - Number(fields.Z) * 60_000;
  return fromLocal(day + time, fields.z === undefined ? zone : zoneOf(fields.z));
}

const ISO =
  /^\s*(?<Y>\d{4})-?(?<m>\d{2})-?(?<d>\d{2})(?:[T ]+(?<H>\d{1,2}):?(?<M>\d{2})(?::?(?<S>\d{2})(?:[.,](?<L>\d{1,3})\d*)?)?)?\s*(?<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|[A-Z][A-Za-z]+\/[A-Za-z_/+-]+)?\s*$/;
const NAMED =
  /^\s*(?:(?<d>\d{1,2})\s+)?(?<B>[A-Za-z]{3,9})\.?\s+(?:(?<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?<Y>\d{4})(?:[T ,]+(?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2}))?)?\s*$/;

function freeFields(text: string): Fields | undefined {
  const iso = ISO.exec(text)?.groups;
  if (iso) return iso;
  const named = NAMED.exec(text)?.groups;
  if (!named) return undefined;
  const month = MONTHS.findIndex((name) => name.toLowerCase().startsWith((named.B ?? '').toLowerCase()));
  return { ...named, B: undefined, m: String(month + 1), d: named.d ?? named.d2 };
}

/**
 * Reads a date: by a format, else ISO 8601 and "2 January 2024"-like texts.
 * @returns undefined for text that is no date
 */
export function parseDate(text: string, format: string | undefined, zone: Zone): Date | undefined {
  const fields = format === undefined ? freeFields(text) : patternOf(format).exec(text)?.groups;
  if (!fields || (fields.m !== undefined && !(Number(fields.m) >= 1 && Number(fields.m) <= 12))) return undefined;
  const instant = instantOf(fields, zone);
  return instant === undefined ? undefined : new Date(instant);
}
