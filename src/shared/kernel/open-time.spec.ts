import fc from 'fast-check';
import { type BusinessHours, isOpen, type OpenSpan, WEEKDAYS } from './business-hours';
import { OpenTime } from './open-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string) => new Date(text);
const hours = (part: Partial<BusinessHours>): BusinessHours => ({
  timeZone: 'Europe/Berlin',
  weekly: {},
  exceptions: [],
  ...part,
});
const everyDay = (...spans: OpenSpan[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, spans]));

const office = hours({
  weekly: {
    ...everyDay({ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }),
    saturday: [],
    sunday: [],
  },
  exceptions: [{ date: '2026-01-14', spans: [] }],
});
const bar = hours({ weekly: { friday: [{ from: '20:00', to: '04:00' }], saturday: [{ from: '20:00', to: '04:00' }] } });

describe('a time after so much open time', () => {
  it.each<[string, BusinessHours, string, number, string]>([
    ['within a span', office, '2026-01-12T09:30:00+01:00', HOUR, '2026-01-12T10:30:00+01:00'],
    ['to the very end of a span', office, '2026-01-12T11:00:00+01:00', HOUR, '2026-01-12T12:00:00+01:00'],
    ['over noon', office, '2026-01-12T11:30:00+01:00', HOUR, '2026-01-12T13:30:00+01:00'],
    ['from before it opens', office, '2026-01-12T02:00:00+01:00', HOUR, '2026-01-12T10:00:00+01:00'],
    ['over a holiday', office, '2026-01-13T16:30:00+01:00', HOUR, '2026-01-15T09:30:00+01:00'],
    ['over a weekend', office, '2026-01-16T16:30:00+01:00', HOUR, '2026-01-19T09:30:00+01:00'],
    ['past midnight', bar, '2026-01-16T23:30:00+01:00', 2 * HOUR, '2026-01-17T01:30:00+01:00'],
    ['from the small hours of an evening before', bar, '2026-01-17T03:30:00+01:00', HOUR, '2026-01-17T20:30:00+01:00'],
    ['through a night that lacks an hour', bar, '2026-03-28T23:00:00+01:00', 4 * HOUR, '2026-03-29T04:00:00+02:00'],
    ['through a night with an hour twice', bar, '2026-10-24T23:00:00+02:00', 6 * HOUR, '2026-10-25T04:00:00+01:00'],
    ['where no hours are stated', hours({ weekly: null }), '2026-01-17T03:30:00Z', HOUR, '2026-01-17T04:30:00Z'],
  ])('%s', (_, when, from, ms, expected) => {
    expect(new OpenTime(when).after(at(from), ms)?.toISOString()).toBe(at(expected).toISOString());
  });

  it('is never, when it never opens', () => {
    expect(new OpenTime(hours({})).after(at('2026-01-12T00:00:00Z'), 1)).toBeNull();
  });
});

describe('open time between two moments', () => {
  it.each<[string, BusinessHours, string, string, number]>([
    ['a day', office, '2026-01-12T00:00:00+01:00', '2026-01-13T00:00:00+01:00', 7 * HOUR],
    ['a week with a holiday', office, '2026-01-12T00:00:00+01:00', '2026-01-19T00:00:00+01:00', 4 * 7 * HOUR],
    ['a night that lacks an hour', bar, '2026-03-28T12:00:00+01:00', '2026-03-29T12:00:00+02:00', 7 * HOUR],
    ['a night with an hour twice', bar, '2026-10-24T12:00:00+02:00', '2026-10-25T12:00:00+01:00', 9 * HOUR],
    ['backwards', office, '2026-01-13T00:00:00+01:00', '2026-01-12T00:00:00+01:00', 0],
    ['where no hours are stated', hours({ weekly: null }), '2026-01-13T00:00:00Z', '2026-01-13T01:00:00Z', HOUR],
  ])('%s', (_, when, from, to, expected) => {
    expect(new OpenTime(when).between(at(from), at(to))).toBe(expected);
  });
});

describe('open time and opening hours', () => {
  const clockTime = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const span = fc.record({ from: clockTime, to: clockTime }).filter(({ from, to }) => from !== to);
  const week = fc.record(
    Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(span, { maxLength: 3 })])),
  ) as fc.Arbitrary<NonNullable<BusinessHours['weekly']>>;
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');
  // Around the days on which clocks are set, north and south.
  const day = fc.constantFrom('2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-06-10');
  const some = fc.record({ weekly: week, timeZone: zone, day, minute: fc.integer({ min: 0, max: 1_439 }) });

  it('agree minute by minute, over the setting of clocks and past midnight', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 2_000 }), ({ weekly, timeZone, day: date, minute }, length) => {
        const shop = hours({ weekly, timeZone });
        const from = new Date(at(`${date}T00:00:00Z`).getTime() + minute * MINUTE);
        const to = new Date(from.getTime() + length * MINUTE);
        let open = 0;
        for (let when = from.getTime(); when < to.getTime(); when += MINUTE)
          if (isOpen(shop, new Date(when))) open += MINUTE;
        const time = new OpenTime(shop);
        expect(time.between(from, to)).toBe(open);
        if (open === 0) return;
        const after = time.after(from, open);
        expect(after !== null && after <= to && time.between(from, after) === open).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
