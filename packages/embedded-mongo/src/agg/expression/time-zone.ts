import { fail } from '../../errors';

/** Offset from UTC, in milliseconds, at an instant. */
export type Zone = { readonly name: string; offsetAt(instant: number): number };

const MINUTE = 60_000;
/** Zones change their offset only on quarter hours, so one answer serves the whole quarter. */
const QUARTER = 15 * MINUTE;
const CACHED_QUARTERS = 2000;

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 };

const zones = new Map<string, Zone>([
  ['UTC', UTC],
  ['GMT', UTC],
  ['Z', UTC],
]);

/** `+02`, `-0330`, `+05:30` */
function fixedOffset(text: string): Zone | undefined {
  const match = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  const offset = (match[1] === '-' ? -minutes : minutes) * MINUTE;
  return { name: text, offsetAt: () => offset };
}

function formatterOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return fail(40485, `unrecognized time zone identifier: "${name}"`);
  }
}

function measure(formatter: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year');
  const local = new Date(0);
  local.setUTCFullYear(year, number('month') - 1, number('day'));
  local.setUTCHours(number('hour'), number('minute'), number('second'));
  return local.getTime() - Math.floor(instant / 1000) * 1000;
}

function namedZone(name: string): Zone {
  const formatter = formatterOf(name);
  const known = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER);
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    if (known.size >= CACHED_QUARTERS) known.clear();
    const offset = measure(formatter, quarter * QUARTER);
    known.set(quarter, offset);
    return offset;
  };
  return { name, offsetAt };
}

/**
 * A zone by IANA name or by offset.
 * @throws MongoError 40485 for an unknown one
 */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = fixedOffset(name) ?? namedZone(name)));
  return zone;
}

/** Local wall-clock time as if it were UTC. */
export function toLocal(instant: number, zone: Zone): number {
  return instant + zone.offsetAt(instant);
}

/** The instant of a local wall-clock time; a time that a clock change skips moves forward. */
export function fromLocal(local: number, zone: Zone): number {
  const guess = local - zone.offsetAt(local);
  const instant = local - zone.offsetAt(guess);
  return zone.offsetAt(instant) === zone.offsetAt(guess) ? instant : Math.max(guess, instant);
}
