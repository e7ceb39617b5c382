import fc from 'fast-check';
import { ZONES } from '../../../../test/support/report-arbitraries';
import { dayOf } from '../../../../test/support/report-model';
import { basesAreEqual, COUNTING_RULES } from './counting-world';
import { dayAfter, DayCalendar, daysOf } from './day-calendar';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const anyMoment = fc
  .integer({ min: Date.parse('2026-01-01') / MINUTE, max: Date.parse('2027-01-01') / MINUTE })
  .map((minute) => minute * MINUTE);

describe('days of a time zone', () => {
  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-06-01', 24],
  ])('%s has %d hours in Berlin', (day, hours) => {
    const { start, end } = new DayCalendar('Europe/Berlin').named(day);
    expect((end - start) / HOUR).toBe(hours);
  });

  it('hold every moment, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.array(anyMoment, { minLength: 1, maxLength: 30 }), (zone, moments) => {
        const calendar = new DayCalendar(zone);
        for (const ms of moments) {
          const { day, start, end } = calendar.at(ms);
          expect(day).toBe(dayOf(new Date(ms), zone));
          expect(start <= ms && ms < end).toBe(true);
          expect(calendar.named(day)).toEqual({ day, start, end });
        }
      }),
    );
  });

  it('follow each other without a gap', () => {
    for (const zone of ZONES) {
      const year = new DayCalendar(zone).between(Date.parse('2026-01-01'), Date.parse('2027-01-01'));
      year.slice(1).forEach(({ start }, place) => expect(start).toBe(year[place]?.end));
      expect(year.length).toBeGreaterThanOrEqual(366);
    }
  });

  it('are counted by name', () => {
    expect(daysOf('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(daysOf('2026-03-02', '2026-03-01')).toEqual([]);
    expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysOf('9999-12-31', '9999-12-31')).toEqual(['9999-12-31']);
  });
});

describe('what a workspace is counted by', () => {
  it('is another where hours, clocks or rules are others', () => {
    const hours = { timeZone: 'UTC', weekly: null, exceptions: [] };
    const basis = { hours, rules: COUNTING_RULES };
    expect(basesAreEqual(basis, { ...basis, hours: { ...hours } })).toBe(true);
    expect(basesAreEqual(basis, { hours })).toBe(false);
    expect(basesAreEqual(basis, { ...basis, hours: { ...hours, timeZone: 'Asia/Kolkata' } })).toBe(false);
  });
});
