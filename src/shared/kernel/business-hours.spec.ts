import fc from 'fast-check';
import { type BusinessHours, isOpen, nextOpening, type OpenSpan, WEEKDAYS } from './business-hours';

const hours = (part: Partial<BusinessHours>): BusinessHours => ({
  timeZone: 'Europe/Berlin',
  weekly: {},
  exceptions: [],
  ...part,
});
const at = (text: string) => new Date(text);
const everyDay = (...spans: OpenSpan[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, spans]));

describe('isOpen', () => {
  const shop = hours({
    weekly: {
      monday: [
        { from: '09:00', to: '12:30' },
        { from: '14:00', to: '18:00' },
      ],
      friday: [{ from: '20:00', to: '02:00' }],
      saturday: [{ from: '22:00', to: '24:00' }],
      sunday: [{ from: '00:00', to: '01:00' }],
    },
    exceptions: [
      { date: '2026-01-19', spans: [], name: 'Holiday' },
      { date: '2026-01-20', spans: [{ from: '10:00', to: '11:00' }] },
    ],
  });

  it.each([
    ['before it opens', '2026-01-12T08:59:59+01:00', false],
    ['when it opens', '2026-01-12T09:00:00+01:00', true],
    ['in the last second', '2026-01-12T12:29:59+01:00', true],
    ['when it closes', '2026-01-12T12:30:00+01:00', false],
    ['in the second span', '2026-01-12T15:00:00+01:00', true],
    ['on a day without hours', '2026-01-14T10:00:00+01:00', false],
    ['late on Friday', '2026-01-16T23:30:00+01:00', true],
    ['past midnight, by Friday’s hours', '2026-01-17T00:30:00+01:00', true],
    ['when Friday’s hours end', '2026-01-17T02:00:00+01:00', false],
    ['at Saturday’s last minute, until 24:00', '2026-01-17T23:59:59+01:00', true],
    ['at midnight, from 00:00', '2026-01-18T00:00:00+01:00', true],
    ['on a holiday', '2026-01-19T10:00:00+01:00', false],
    ['on a day with other hours', '2026-01-20T10:30:00+01:00', true],
  ])('%s', (_, moment, expected) => {
    expect(isOpen(shop, at(moment))).toBe(expected);
  });

  it('is always open where no hours are stated', () => {
    expect(isOpen(hours({ weekly: null }), at('2026-01-14T03:00:00Z'))).toBe(true);
  });

  it('reads midnight as the hour 0 and goes by the zone of the workspace (C12)', () => {
    const early = hours({ timeZone: 'America/New_York', weekly: everyDay({ from: '00:00', to: '00:30' }) });
    expect(isOpen(early, at('2026-07-01T00:10:00-04:00'))).toBe(true);
    expect(isOpen(early, at('2026-07-01T00:10:00Z'))).toBe(false);
    expect(nextOpening(early, at('2026-07-01T12:00:00-04:00'))).toEqual(at('2026-07-02T00:00:00-04:00'));
  });
});

describe('nextOpening', () => {
  it.each<[string, Partial<BusinessHours>, string, string | null]>([
    [
      'now',
      { weekly: everyDay({ from: '09:00', to: '18:00' }) },
      '2026-01-12T10:00:00+01:00',
      '2026-01-12T10:00:00+01:00',
    ],
    [
      'later today',
      { weekly: everyDay({ from: '09:00', to: '18:00' }) },
      '2026-01-12T07:00:00+01:00',
      '2026-01-12T09:00:00+01:00',
    ],
    [
      'later on a day that begins at one, as clocks are set at midnight',
      { timeZone: 'Asia/Beirut', weekly: everyDay({ from: '09:00', to: '18:00' }) },
      '2026-03-29T01:30:00+03:00',
      '2026-03-29T09:00:00+03:00',
    ],
    [
      'on the day after such a day',
      { timeZone: 'Asia/Beirut', weekly: { monday: [{ from: '09:00', to: '18:00' }] } },
      '2026-03-29T01:30:00+03:00',
      '2026-03-30T09:00:00+03:00',
    ],
    [
      'next week',
      { weekly: { monday: [{ from: '09:00', to: '10:00' }] } },
      '2026-01-12T10:00:00+01:00',
      '2026-01-19T09:00:00+01:00',
    ],
    ['never', { weekly: {} }, '2026-01-12T10:00:00+01:00', null],
    [
      'across the change to summer time',
      { weekly: everyDay({ from: '08:00', to: '09:00' }) },
      '2026-03-28T12:00:00+01:00',
      '2026-03-29T08:00:00+02:00',
    ],
    [
      'in the hour that is skipped',
      { weekly: { sunday: [{ from: '02:30', to: '03:30' }] } },
      '2026-03-29T00:00:00+01:00',
      '2026-03-29T03:00:00+02:00',
    ],
    [
      'in the hour that comes twice',
      { weekly: { sunday: [{ from: '02:00', to: '02:30' }] } },
      '2026-10-25T02:45:00+02:00',
      '2026-10-25T02:00:00+01:00',
    ],
    [
      'after a holiday',
      { weekly: everyDay({ from: '09:00', to: '18:00' }), exceptions: [{ date: '2026-01-13', spans: [] }] },
      '2026-01-12T18:00:00+01:00',
      '2026-01-14T09:00:00+01:00',
    ],
  ])('%s', (_, part, moment, expected) => {
    expect(nextOpening(hours(part), at(moment))).toEqual(expected === null ? null : at(expected));
  });
});

/** The clock on the wall, read without the library that the code uses. */
function wallClock(timeZone: string, moment: Date): { weekday: string; minute: number; date: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  return { weekday: part('weekday').toLowerCase(), minute, date: `${part('year')}-${part('month')}-${part('day')}` };
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 96 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from: clock(from * 15), to: clock(to * 15) }));
const spans = fc.array(span, { maxLength: 2 });
const anyHours = fc.record({
  timeZone: fc.constantFrom(
    ...['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Asia/Beirut', 'Australia/Lord_Howe', 'UTC'],
  ),
  weekly: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, spans])), { requiredKeys: [] }),
  exceptions: fc.array(fc.record({ date: fc.constantFrom('2026-03-29', '2026-10-25', '2026-04-05'), spans }), {
    maxLength: 1,
  }),
});
/** About the days on which clocks are set in Berlin, on Lord Howe Island and, at midnight, in Beirut. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-06-15'),
    fc.integer({ min: -2_880, max: 2_880 }),
  )
  .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000));

describe('business hours, any', () => {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

  function openByTheWall(part: BusinessHours, at: Date): boolean {
    const today = wallClock(part.timeZone, at);
    const spansOn = (date: string, weekday: string) =>
      part.exceptions.find((one) => one.date === date)?.spans ??
      (part.weekly as Record<string, OpenSpan[] | undefined>)[weekday] ??
      [];
    const noon = new Date(`${today.date}T12:00:00Z`);
    const before = new Date(noon.getTime() - 86_400_000).toISOString().slice(0, 10);
    const weekdayBefore = WEEKDAYS[(WEEKDAYS.indexOf(today.weekday as 'monday') + 6) % 7] ?? '';
    const overnight = (one: OpenSpan) => minutes(one.to) <= minutes(one.from);
    return (
      spansOn(today.date, today.weekday).some(
        (one) => today.minute >= minutes(one.from) && (overnight(one) || today.minute < minutes(one.to)),
      ) || spansOn(before, weekdayBefore).some((one) => overnight(one) && today.minute < minutes(one.to))
    );
  }

  it('agree with the clock on the wall, also when clocks are set', () => {
    fc.assert(
      fc.property(anyHours, moment, (part, at) => isOpen(part, at) === openByTheWall(part, at)),
      { numRuns: 400 },
    );
  });

  it('open next at the first open moment', () => {
    fc.assert(
      fc.property(anyHours, moment, (part, at) => {
        const next = nextOpening(part, at);
        const until =
          next === null ? at.getTime() + 2 * 86_400_000 : Math.min(next.getTime(), at.getTime() + 2 * 86_400_000);
        if (next !== null) expect(openByTheWall(part, next)).toBe(true);
        for (let time = at.getTime(); time < until; time += 15 * 60_000)
          expect(isOpen(part, new Date(time))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
