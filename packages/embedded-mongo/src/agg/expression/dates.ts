import { ObjectId, Timestamp } from 'bson';

import { isNullish, isPlainObject, typeName } from '../../bson';
import { fail } from '../../errors';
import type { Document } from '../../types';
import {
  addUnits,
  DAY,
  dayOfYear,
  differenceInUnits,
  isoDayOfWeek,
  isoWeek,
  isoYearStart,
  isTimeUnit,
  sundayWeek,
  truncateToUnit,
  utcDate,
  weekdayOf,
  wholeNumber,
} from './calendar';
import { formatDate, parseDate } from './date-text';
import { argumentList, named, namedArguments, type Operator, type OperatorEntry, unary, unlessNull } from './define';
import { fromLocal, toLocal, UTC, type Zone, zoneOf } from './time-zone';

/** Dates, timestamps and ObjectIds have an instant. */
function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Timestamp) return value.t * 1000;
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  return fail(16006, `can't convert from BSON type ${typeName(value)} to Date`);
}

/** The zone of a `timezone` argument: UTC when it is not given, undefined when it is null. */
function zoneArgument(timezone: unknown, given: boolean): Zone | undefined {
  if (!given) return UTC;
  if (isNullish(timezone)) return undefined;
  return typeof timezone === 'string'
    ? zoneOf(timezone)
    : fail(40533, `timezone must evaluate to a string, found ${typeName(timezone)}`);
}

type Part = (local: Date) => unknown;

/** `$year` and the like: of a date, or of `{date, timezone}`. */
function part(name: string, take: Part): OperatorEntry {
  const operator: Operator = (argument, scope, compile) => {
    const isObject = isPlainObject(argument) && !Object.keys(argument)[0]?.startsWith('$');
    const [only, ...more] = argumentList(argument);
    if (more.length > 0)
      fail(40536, `${name} accepts exactly one argument if given an array, but was given ${more.length + 1}`);
    const spec: unknown = isObject ? argument : { date: only };
    const args = namedArguments(name, spec, { required: ['date'], optional: ['timezone'] }, (one) =>
      compile(one, scope),
    );
    return (doc) => {
      const date = args.date(doc);
      const zone = zoneArgument(args.timezone(doc), args.has('timezone'));
      return isNullish(date) || !zone ? null : take(new Date(toLocal(instantOf(date), zone)));
    };
  };
  return [name, operator];
}

function unitOf(name: string, unit: unknown): string {
  return isTimeUnit(unit)
    ? unit
    : fail(5439013, `${name} parameter 'unit' value cannot be recognized as a time unit: ${String(unit)}`);
}

const SHIFT_NAMES = { required: ['startDate', 'unit', 'amount'], optional: ['timezone'] } as const;

function shift(name: string, sign: 1 | -1): OperatorEntry {
  return named<'startDate' | 'unit' | 'amount' | 'timezone'>(
    name,
    SHIFT_NAMES,
    ({ startDate, unit, amount, timezone }, has) => {
      const zone = zoneArgument(timezone, has('timezone'));
      if (isNullish(startDate) || isNullish(unit) || isNullish(amount) || !zone) return null;
      const checkedUnit = unitOf(name, unit);
      const count = wholeNumber(amount, 5166405, `${name} expects integer amount of time units`);
      return new Date(addUnits(instantOf(startDate), checkedUnit, sign * count, zone));
    },
  );
}

const DIFFERENCE_NAMES = { required: ['startDate', 'endDate', 'unit'], optional: ['timezone', 'startOfWeek'] } as const;

const difference = named<'startDate' | 'endDate' | 'unit' | 'timezone' | 'startOfWeek'>(
  '$dateDiff',
  DIFFERENCE_NAMES,
  (values, has) => {
    const { startDate, endDate, unit, timezone, startOfWeek } = values;
    const zone = zoneArgument(timezone, has('timezone'));
    if (isNullish(startDate) || isNullish(endDate) || isNullish(unit) || !zone) return null;
    const checkedUnit = unitOf('$dateDiff', unit);
    const weekday = checkedUnit === 'week' && has('startOfWeek') ? weekdayOf(startOfWeek) : 0;
    return BigInt(differenceInUnits(instantOf(startDate), instantOf(endDate), checkedUnit, zone, weekday));
  },
);

const TRUNCATE_NAMES = { required: ['date', 'unit'], optional: ['binSize', 'timezone', 'startOfWeek'] } as const;

const truncate = named<'date' | 'unit' | 'binSize' | 'timezone' | 'startOfWeek'>(
  '$dateTrunc',
  TRUNCATE_NAMES,
  (values, has) => {
    const { date, unit, binSize, timezone, startOfWeek } = values;
    const zone = zoneArgument(timezone, has('timezone'));
    if (isNullish(date) || isNullish(unit) || !zone || (has('binSize') && isNullish(binSize))) return null;
    const checkedUnit = unitOf('$dateTrunc', unit);
    const bin = has('binSize')
      ? wholeNumber(binSize, 5439017, `$dateTrunc requires 'binSize' to be a 64-bit integer`)
      : 1;
    if (bin <= 0) fail(5439018, `$dateTrunc requires 'binSize' to be greater than 0, but got value ${bin}`);
    const weekday = has('startOfWeek') ? weekdayOf(startOfWeek) : 0;
    return new Date(truncateToUnit(instantOf(date), checkedUnit, bin, zone, weekday));
  },
);

const ISO_UTC = '%Y-%m-%dT%H:%M:%S.%LZ';
const ISO_LOCAL = '%Y-%m-%dT%H:%M:%S.%L';

const toText = named<'date' | 'format' | 'timezone' | 'onNull'>(
  '$dateToString',
  { required: ['date'], optional: ['format', 'timezone', 'onNull'] },
  ({ date, format, timezone, onNull }, has) => {
    const zone = zoneArgument(timezone, has('timezone'));
    if (isNullish(date)) return has('onNull') ? onNull : null;
    if (!zone || (has('format') && isNullish(format))) return null;
    if (has('format') && typeof format !== 'string')
      fail(18533, `$dateToString requires that 'format' be a string, found: ${typeName(format)}`);
    return formatDate(instantOf(date), has('format') ? String(format) : zone === UTC ? ISO_UTC : ISO_LOCAL, zone);
  },
);

const fromText = named<'dateString' | 'format' | 'timezone' | 'onError' | 'onNull'>(
  '$dateFromString',
  { required: ['dateString'], optional: ['format', 'timezone', 'onError', 'onNull'] },
  ({ dateString, format, timezone, onError, onNull }, has) => {
    const zone = zoneArgument(timezone, has('timezone'));
    if (isNullish(dateString)) return has('onNull') ? onNull : null;
    if (!zone || (has('format') && isNullish(format))) return null;
    const date =
      typeof dateString === 'string'
        ? parseDate(dateString, has('format') ? String(format) : undefined, zone)
        : undefined;
    if (date) return date;
    if (has('onError')) return onError;
    return fail(241, `Error parsing date string '${String(dateString)}'`);
  },
);

const TIME_PARTS = ['hour', 'minute', 'second', 'millisecond'] as const;
type PartName =
  'year' | 'month' | 'day' | 'isoWeekYear' | 'isoWeek' | 'isoDayOfWeek' | 'timezone' | (typeof TIME_PARTS)[number];

const fromParts = named<PartName>(
  '$dateFromParts',
  {
    required: [],
    optional: ['year', 'month', 'day', 'isoWeekYear', 'isoWeek', 'isoDayOfWeek', 'timezone', ...TIME_PARTS],
  },
  (values, has) => {
    if (!has('year') && !has('isoWeekYear'))
      fail(40516, `$dateFromParts requires either 'year' or 'isoWeekYear' to be present`);
    if (has('year') && has('isoWeekYear'))
      fail(40489, '$dateFromParts does not allow mixing natural dates with ISO dates');
    const zone = zoneArgument(values.timezone, has('timezone'));
    const given = Object.entries(values).filter(([name]) => has(name as PartName));
    if (!zone || given.some(([, value]) => isNullish(value))) return null;
    const number = (name: PartName, fallback: number): number =>
      has(name)
        ? wholeNumber(values[name], 40515, `'${name}' must evaluate to an integer, found ${typeName(values[name])}`)
        : fallback;
    const day = has('isoWeekYear')
      ? isoYearStart(number('isoWeekYear', 1970)) +
        ((number('isoWeek', 1) - 1) * 7 + number('isoDayOfWeek', 1) - 1) * DAY
      : utcDate(number('year', 1970), number('month', 1) - 1, number('day', 1));
    const [hour, minute, second, millisecond] = TIME_PARTS.map((name) => number(name, 0)) as [
      number,
      number,
      number,
      number,
    ];
    return new Date(fromLocal(day + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond, zone));
  },
);

function timeParts(local: Date): Document {
  return {
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
  };
}

const toParts = named<'date' | 'timezone' | 'iso8601'>(
  '$dateToParts',
  { required: ['date'], optional: ['timezone', 'iso8601'] },
  ({ date, timezone, iso8601 }, has) => {
    const zone = zoneArgument(timezone, has('timezone'));
    if (isNullish(date) || !zone || (has('iso8601') && isNullish(iso8601))) return null;
    if (has('iso8601') && typeof iso8601 !== 'boolean')
      fail(40521, `iso8601 must evaluate to a bool, found ${typeName(iso8601)}`);
    const local = new Date(toLocal(instantOf(date), zone));
    if (iso8601 !== true) {
      return {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth() + 1,
        day: local.getUTCDate(),
        ...timeParts(local),
      };
    }
    const { year, week } = isoWeek(local.getTime());
    return { isoWeekYear: year, isoWeek: week, isoDayOfWeek: isoDayOfWeek(local.getTime()), ...timeParts(local) };
  },
);

function timestampPart(name: string, take: (timestamp: Timestamp) => number): OperatorEntry {
  return unary(
    name,
    unlessNull((value) =>
      value instanceof Timestamp
        ? BigInt(take(value))
        : fail(5687301, `Argument to ${name} must be a timestamp, but is ${typeName(value)}`),
    ),
  );
}

/** Dates; without a zone everything is UTC. */
export const DATES: readonly OperatorEntry[] = [
  part('$year', (local) => local.getUTCFullYear()),
  part('$month', (local) => local.getUTCMonth() + 1),
  part('$dayOfMonth', (local) => local.getUTCDate()),
  part('$dayOfYear', (local) => dayOfYear(local.getTime())),
  part('$dayOfWeek', (local) => local.getUTCDay() + 1),
  part('$isoDayOfWeek', (local) => isoDayOfWeek(local.getTime())),
  part('$week', (local) => sundayWeek(local.getTime())),
  part('$isoWeek', (local) => isoWeek(local.getTime()).week),
  part('$isoWeekYear', (local) => BigInt(isoWeek(local.getTime()).year)),
  part('$hour', (local) => local.getUTCHours()),
  part('$minute', (local) => local.getUTCMinutes()),
  part('$second', (local) => local.getUTCSeconds()),
  part('$millisecond', (local) => local.getUTCMilliseconds()),
  shift('$dateAdd', 1),
  shift('$dateSubtract', -1),
  difference,
  truncate,
  toText,
  fromText,
  fromParts,
  toParts,
  timestampPart('$tsSecond', (timestamp) => timestamp.t),
  timestampPart('$tsIncrement', (timestamp) => timestamp.i),
];
