import fc from 'fast-check';
import { type BusinessHours, WEEKDAYS } from '../../shared/kernel';
import {
  metClock,
  nextNotice,
  ratedSla,
  type SlaNotice,
  type SlaPolicy,
  startedClock,
  startedSla,
  toldSla,
} from './sla';

const at = (text: string) => new Date(text);
const everyDay = (from: string, to: string) => Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from, to }]]));
const berlin = (from: string, to: string): BusinessHours => ({
  timeZone: 'Europe/Berlin',
  weekly: everyDay(from, to),
  exceptions: [],
});
const policy = (hours: BusinessHours, part: Partial<SlaPolicy['terms']> = {}): SlaPolicy => ({
  terms: { firstResponseMinutes: 120, resolutionMinutes: 480, businessHours: true, ...part },
  hours,
  warnPercent: 75,
});

describe('when a promise is due', () => {
  it.each<[string, SlaPolicy, string, string | undefined]>([
    ['in opening hours', policy(berlin('09:00', '17:00')), '2026-01-12T10:00:00+01:00', '2026-01-12T12:00:00+01:00'],
    ['over the evening', policy(berlin('09:00', '17:00')), '2026-01-12T16:00:00+01:00', '2026-01-13T10:00:00+01:00'],
    ['asked at night', policy(berlin('09:00', '17:00')), '2026-01-12T23:00:00+01:00', '2026-01-13T11:00:00+01:00'],
    ['past midnight', policy(berlin('18:00', '02:00')), '2026-01-12T23:30:00+01:00', '2026-01-13T01:30:00+01:00'],
    [
      'past midnight and closing',
      policy(berlin('18:00', '02:00')),
      '2026-01-13T01:00:00+01:00',
      '2026-01-13T19:00:00+01:00',
    ],
    [
      'in the night that lacks an hour',
      policy(berlin('18:00', '04:00')),
      '2026-03-29T01:30:00+01:00',
      '2026-03-29T18:30:00+02:00',
    ],
    [
      'in the night with an hour twice',
      policy(berlin('18:00', '04:00')),
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T03:30:00+01:00',
    ],
    [
      'around the clock',
      policy(berlin('09:00', '17:00'), { businessHours: false }),
      '2026-01-12T23:00:00+01:00',
      '2026-01-13T01:00:00+01:00',
    ],
    [
      'where nothing is promised',
      policy(berlin('09:00', '17:00'), { firstResponseMinutes: null }),
      '2026-01-12T10:00:00Z',
      undefined,
    ],
    ['where it never opens', policy({ ...berlin('09:00', '17:00'), weekly: {} }), '2026-01-12T10:00:00Z', undefined],
  ])('%s', (_, promised, from, due) => {
    const { dueAt } = startedClock(promised, 'firstResponse', at(from));
    expect(dueAt?.toISOString()).toBe(due === undefined ? undefined : at(due).toISOString());
  });

  it('warns when three quarters of the time that counts are over', () => {
    const clock = startedClock(policy(berlin('09:00', '17:00')), 'firstResponse', at('2026-01-12T16:00:00+01:00'));
    expect(clock.warnAt).toEqual(at('2026-01-13T09:30:00+01:00'));
  });
});

describe('how a promise goes', () => {
  const open = policy(berlin('09:00', '17:00'));
  const begun = at('2026-01-12T10:00:00+01:00');

  it('counts only the hours that count', () => {
    const clock = startedClock(open, 'resolution', at('2026-01-12T16:00:00+01:00'));
    expect(metClock(clock, at('2026-01-13T10:00:00+01:00'), open).tookSeconds).toBe(2 * 3_600);
  });

  it('is missed when it is met late, though nobody has noticed', () => {
    const clock = startedClock(open, 'firstResponse', begun);
    expect(metClock(clock, at('2026-01-12T11:59:59+01:00'), open).breachedAt).toBeUndefined();
    expect(metClock(clock, at('2026-01-12T12:00:00+01:00'), open).breachedAt).toEqual(clock.dueAt);
  });

  it('another severity changes what is still open, not what is met or missed', () => {
    const sla = startedSla(open, begun);
    const met = { ...sla, firstResponse: metClock(sla.firstResponse, begun, open) };
    const sooner = policy(berlin('09:00', '17:00'), { firstResponseMinutes: 10, resolutionMinutes: 60 });
    const rated = ratedSla(met, sooner);
    expect(rated.firstResponse).toEqual(met.firstResponse);
    expect(rated.resolution.dueAt).toEqual(at('2026-01-12T11:00:00+01:00'));
  });

  it('tells each warning and each breach once, in time, whenever it is looked at', () => {
    const looks = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(looks, (minutes) => {
        let sla = startedSla(open, begun);
        const told: (SlaNotice & { at: Date })[] = [];
        for (const minute of [...minutes].sort((a, b) => a - b)) {
          const now = new Date(begun.getTime() + minute * 60_000);
          const due = nextNotice(sla);
          const step = toldSla(sla, now);
          expect(step.notices.length > 0).toBe(due !== null && due <= now);
          told.push(...step.notices.map((notice) => ({ ...notice, at: now })));
          sla = step.sla;
          // Again at once: nothing more.
          expect(toldSla(sla, now).notices.filter(({ phase }) => phase === 'warning')).toEqual([]);
        }
        const keys = told.map(({ goal, phase }) => `${goal}/${phase}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { phase, dueAt, at: when } of told) expect(when >= dueAt).toBe(phase === 'breach');
      }),
    );
  });
});

it('what is told next is whatever comes first', () => {
  const startedAt = at('2026-01-12T10:00:00Z');
  const clocks = {
    firstResponse: { startedAt, dueAt: at('2026-01-12T14:00:00Z') },
    resolution: { startedAt, dueAt: at('2026-01-12T16:00:00Z'), warnAt: at('2026-01-12T13:00:00Z') },
  };
  expect(nextNotice(clocks)).toEqual(at('2026-01-12T13:00:00Z'));
  const warned = { ...clocks.resolution, warnedAt: at('2026-01-12T13:00:00Z') };
  expect(nextNotice({ ...clocks, resolution: warned })).toEqual(at('2026-01-12T14:00:00Z'));
  const met = { startedAt, dueAt: at('2026-01-12T14:00:00Z'), metAt: startedAt };
  expect(nextNotice({ firstResponse: met, resolution: { startedAt } })).toBeNull();
});
