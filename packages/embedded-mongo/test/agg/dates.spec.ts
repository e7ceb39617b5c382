import { compileExpression } from '../../src/agg';
import { toNumber } from '../../src/bson';
import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';

const evaluate = (expression: unknown, doc: Document = {}): unknown =>
  compileExpression(expression, { now: new Date(0) })(doc);

const at = (text: string): Date => new Date(text);
/** Jest hands a callback to tests whose row is shorter than their parameters: fill rows up. */
const filled = <T extends readonly unknown[]>(rows: readonly T[], length: number): T[] =>
  rows.map((row) => [...row, ...Array<undefined>(length - row.length).fill(undefined)] as unknown as T);

const NIGHT = at('2024-03-10T23:30:00Z');

describe('parts of dates', () => {
  it.each(
    filled<[string, number, string, string?]>(
      [
        ['$year', 2024, '2024-03-10T23:30:00Z'],
        ['$month', 3, '2024-03-10T23:30:00Z'],
        ['$dayOfMonth', 11, '2024-03-10T23:30:00Z', 'Asia/Kolkata'],
        ['$hour', 5, '2024-03-10T23:30:00Z', 'Asia/Kolkata'],
        ['$minute', 0, '2024-03-10T23:30:00Z', '+05:30'],
        ['$second', 9, '2024-03-10T23:30:09Z'],
        ['$millisecond', 7, '2024-03-10T23:30:09.007Z'],
        ['$dayOfYear', 60, '2024-02-29T00:00:00Z'],
        ['$dayOfWeek', 1, '2024-03-10T00:00:00Z'],
        ['$isoDayOfWeek', 7, '2024-03-10T00:00:00Z'],
        ['$week', 10, '2024-03-11T00:00:00Z'],
        ['$isoWeek', 11, '2024-03-11T00:00:00Z'],
        ['$week', 1, '2023-01-01T00:00:00Z'],
        ['$week', 0, '2021-01-01T00:00:00Z'],
        ['$week', 24, '2021-06-15T00:00:00Z'],
        ['$isoWeekYear', 2020, '2021-01-02T00:00:00Z'],
        ['$isoWeek', 53, '2021-01-02T00:00:00Z'],
        ['$year', 1969, '1970-01-01T00:00:00Z', 'America/New_York'],
        ['$hour', 3, '2024-03-31T01:00:00Z', 'Europe/Berlin'],
        ['$hour', 1, '2024-03-31T00:59:59Z', 'Europe/Berlin'],
        ['$year', -1, '-000001-06-01T00:00:00Z'],
      ],
      4,
    ),
  )('%s is %d for %s %s', (operator, expected, date, timezone) => {
    expect(toNumber(evaluate({ [operator]: timezone ? { date: '$d', timezone } : '$d' }, { d: at(date) }))).toBe(
      expected,
    );
  });

  it.each([null, undefined])('are null of %s', (d) => {
    expect(evaluate({ $year: '$d' }, { d })).toBeNull();
    expect(evaluate({ $hour: { date: NIGHT, timezone: '$d' } }, { d })).toBeNull();
  });
});

describe('$dateToString', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['2024-03-10T23:30:00.000Z', undefined, undefined],
    ['2024-03-11T05:00:00.000', undefined, 'Asia/Kolkata'],
    ['2024-03-11 05:00', '%Y-%m-%d %H:%M', 'Asia/Kolkata'],
    ['20', '%H', 'America/Argentina/Buenos_Aires'],
    ['23', '%H', 'UTC'],
    ['20', '%H', 'Etc/GMT+3'],
    ['20:00', '%H:%M', '-03:30'],
    ['070 10 10 1 7 2024', '%j %U %V %w %u %G', 'UTC'],
    ['-0400 -240', '%z %Z', 'America/New_York'],
    ['Mar March 100%', '%b %B 100%%', 'UTC'],
  ])('%s', (expected, format, timezone) => {
    expect(evaluate({ $dateToString: { date: NIGHT, ...(format && { format }), ...(timezone && { timezone }) } })).toBe(
      expected,
    );
  });

  it('answers null and refuses bad formats', () => {
    expect(evaluate({ $dateToString: { date: '$d', onNull: 'none' } })).toBe('none');
    expect(codeOf(() => evaluate({ $dateToString: { date: NIGHT, format: '%Q' } }))).toBe(18536);
    expect(codeOf(() => evaluate({ $dateToString: { date: NIGHT, format: '%' } }))).toBe(18535);
  });
});

describe('$dateFromString', () => {
  it.each(
    filled<[string, string, Document?]>(
      [
        ['2024-03-10T23:30:00Z', '2024-03-10T23:30:00.000Z'],
        ['2024-03-10', '2024-03-10T00:00:00.000Z'],
        ['2024-03-10T23:30:00.5+02:00', '2024-03-10T21:30:00.500Z'],
        ['2024-03-10 23:30 Europe/Berlin', '2024-03-10T22:30:00.000Z'],
        ['2024-03-10T23:30:00', '2024-03-10T22:30:00.000Z', { timezone: 'Europe/Berlin' }],
        ['10.03.2024 7:05', '2024-03-10T07:05:00.000Z', { format: '%d.%m.%Y %H:%M' }],
        ['2024-070', '2024-03-10T00:00:00.000Z', { format: '%Y-%j' }],
        ['March 10, 2024', '2024-03-10T00:00:00.000Z'],
      ],
      3,
    ),
  )('%s', (dateString, expected, options) => {
    expect(evaluate({ $dateFromString: { dateString, ...options } })).toEqual(at(expected));
  });

  it.each(['yesterday', '2024-02-30', '2024-13-01', '2024-01-01T25:00:00Z'])('refuses %s', (dateString) => {
    expect(codeOf(() => evaluate({ $dateFromString: { dateString } }))).toBe(241);
    expect(evaluate({ $dateFromString: { dateString, onError: 'bad' } })).toBe('bad');
  });
});

describe('$dateAdd and $dateSubtract', () => {
  it.each(
    filled<[string, string, string, number, string?]>(
      [
        ['2024-02-29T00:00:00Z', '2024-01-31T00:00:00Z', 'month', 1],
        ['2023-02-28T00:00:00Z', '2024-02-29T00:00:00Z', 'year', -1],
        ['2024-04-30T12:00:00Z', '2024-01-31T12:00:00Z', 'quarter', 1],
        ['2024-01-15T00:00:00Z', '2024-01-01T00:00:00Z', 'week', 2],
        ['2024-01-01T00:00:30Z', '2024-01-01T00:00:00Z', 'second', 30],
        ['2024-03-31T10:00:00Z', '2024-03-30T11:00:00Z', 'day', 1, 'Europe/Berlin'],
        ['2024-03-31T11:00:00Z', '2024-03-30T11:00:00Z', 'hour', 24, 'Europe/Berlin'],
        ['2024-03-31T01:30:00Z', '2024-03-30T01:30:00Z', 'day', 1, 'Europe/Berlin'],
      ],
      5,
    ),
  )('%s from %s %s %d %s', (expected, start, unit, amount, timezone) => {
    const zone = timezone ? { timezone } : {};
    const shift = { startDate: at(start), unit, amount, ...zone };
    expect(evaluate({ $dateAdd: shift })).toEqual(at(expected));
    expect(evaluate({ $dateSubtract: { ...shift, amount: -amount } })).toEqual(at(expected));
  });

  it('are null of null and refuse unknown units', () => {
    expect(evaluate({ $dateAdd: { startDate: '$d', unit: 'day', amount: 1 } })).toBeNull();
    expect(codeOf(() => evaluate({ $dateAdd: { startDate: NIGHT, unit: 'eon', amount: 1 } }))).toBe(5439013);
    expect(codeOf(() => evaluate({ $dateAdd: { startDate: NIGHT, unit: 'day', amount: 1.5 } }))).toBe(5166405);
  });
});

describe('$dateDiff', () => {
  it.each(
    filled<[bigint, string, string, string, Document?]>(
      [
        [1n, '2024-03-10T23:30:00Z', '2024-03-11T00:30:00Z', 'day'],
        [0n, '2024-03-10T23:30:00Z', '2024-03-11T00:30:00Z', 'day', { timezone: 'Europe/Berlin' }],
        [-1n, '2024-03-01T00:00:00Z', '2024-02-29T00:00:00Z', 'month'],
        [1n, '2023-12-31T23:59:59Z', '2024-01-01T00:00:00Z', 'year'],
        [1n, '2024-03-31T00:00:00Z', '2024-04-01T00:00:00Z', 'quarter'],
        [1n, '2024-03-09T00:00:00Z', '2024-03-10T00:00:00Z', 'week'],
        [0n, '2024-03-09T00:00:00Z', '2024-03-10T00:00:00Z', 'week', { startOfWeek: 'monday' }],
        [1n, '2024-03-09T00:59:00Z', '2024-03-09T01:00:00Z', 'hour'],
        [1500n, '2024-03-09T00:00:00Z', '2024-03-09T00:00:01.5Z', 'millisecond'],
      ],
      5,
    ),
  )('%d from %s to %s in %ss', (expected, start, end, unit, options) => {
    expect(evaluate({ $dateDiff: { startDate: at(start), endDate: at(end), unit, ...options } })).toBe(expected);
  });
});

describe('$dateTrunc', () => {
  it.each<[string, string, Document]>([
    ['2024-03-10T23:00:00Z', '2024-03-11T05:30:00Z', { unit: 'day', timezone: 'Europe/Berlin' }],
    ['2024-03-11T00:00:00Z', '2024-03-13T05:30:00Z', { unit: 'week', startOfWeek: 'monday' }],
    ['2024-03-10T00:00:00Z', '2024-03-13T05:30:00Z', { unit: 'week' }],
    ['2024-01-01T00:00:00Z', '2024-03-13T05:30:00Z', { unit: 'quarter' }],
    ['2024-03-13T05:15:00Z', '2024-03-13T05:29:59Z', { unit: 'minute', binSize: 15 }],
    ['2024-01-01T00:00:00Z', '2025-12-31T00:00:00Z', { unit: 'year', binSize: 2 }],
    ['1999-12-01T00:00:00Z', '1999-12-31T00:00:00Z', { unit: 'month' }],
    ['2024-03-30T23:00:00Z', '2024-03-31T12:00:00Z', { unit: 'day', timezone: 'Europe/Berlin' }],
  ])('%s of %s', (expected, date, options) => {
    expect(evaluate({ $dateTrunc: { date: at(date), ...options } })).toEqual(at(expected));
  });
});

describe('dates from and to parts', () => {
  it.each<[string, Document]>([
    ['2024-03-10T00:00:00Z', { year: 2024, month: 3, day: 10 }],
    ['2024-01-01T00:00:00Z', { year: 2023, month: 13 }],
    [
      '2024-03-10T22:30:15.007Z',
      { year: 2024, month: 3, day: 10, hour: 23, minute: 30, second: 15, millisecond: 7, timezone: 'Europe/Berlin' },
    ],
    ['2021-01-04T00:00:00Z', { isoWeekYear: 2021 }],
    ['2021-01-10T00:00:00Z', { isoWeekYear: 2021, isoWeek: 1, isoDayOfWeek: 7 }],
  ])('%s', (expected, parts) => {
    expect(evaluate({ $dateFromParts: parts })).toEqual(at(expected));
  });

  it('takes dates apart', () => {
    expect(evaluate({ $dateToParts: { date: NIGHT, timezone: 'Europe/Berlin' } })).toEqual({
      year: 2024,
      month: 3,
      day: 11,
      hour: 0,
      minute: 30,
      second: 0,
      millisecond: 0,
    });
    expect(evaluate({ $dateToParts: { date: NIGHT, iso8601: true } })).toMatchObject({
      isoWeekYear: 2024,
      isoWeek: 10,
      isoDayOfWeek: 7,
    });
  });
});
