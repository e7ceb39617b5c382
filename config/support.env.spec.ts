import { ENOUGH_SETTINGS as ENOUGH, problemsOfSettings } from '../test/support/settings';
import { loadConfig } from './load-config';

const supportOf = (env: Record<string, string>) => loadConfig({ ...ENOUGH, ...env }).support;
const problemsOf = (env: Record<string, string>) => problemsOfSettings({ ...ENOUGH, ...env });

describe('settings of support tickets', () => {
  it('promise what they always did, around the clock, unless told otherwise', () => {
    expect(supportOf({})).toEqual({
      mailTo: undefined,
      terms: {
        blocking: { firstResponseHours: 1, resolutionHours: 8 },
        high: { firstResponseHours: 4, resolutionHours: 24 },
        medium: { firstResponseHours: 24, resolutionHours: 72 },
        low: { firstResponseHours: 48, resolutionHours: 168 },
      },
      hours: { timeZone: 'UTC', weekly: null },
    });
  });

  it('take other terms in any order, and the hours in which somebody is there', () => {
    const { terms, hours } = supportOf({
      SUPPORT_SLA_HOURS: 'low=1/2, medium=1/2,high=1/1.5,blocking=0.25/1',
      SUPPORT_OPEN: 'Tuesday-Wednesday 09:00-12:00, tuesday 13:00-24:00',
      SUPPORT_TIME_ZONE: 'Europe/Berlin',
    });
    expect(terms.blocking).toEqual({ firstResponseHours: 0.25, resolutionHours: 1 });
    const morning = { from: '09:00', to: '12:00' };
    expect(hours).toEqual({
      timeZone: 'Europe/Berlin',
      weekly: { tuesday: [morning, { from: '13:00', to: '24:00' }], wednesday: [morning] },
    });
  });

  it.each([
    ['SUPPORT_SLA_HOURS', 'blocking=1/8'],
    ['SUPPORT_SLA_HOURS', 'blocking=1/8,high=4/24,medium=24/72,low=48/168,low=48/168'],
    ['SUPPORT_SLA_HOURS', 'blocking=1/8,high=4/24,medium=24/72,urgent=48/168'],
    ['SUPPORT_SLA_HOURS', 'blocking=8/1,high=4/24,medium=24/72,low=48/168'],
    ['SUPPORT_SLA_HOURS', 'blocking=0/8,high=4/24,medium=24/72,low=48/168'],
    ['SUPPORT_SLA_HOURS', 'blocking=1/8,high=4/24,medium=24/72,low=48/9999'],
    ['SUPPORT_OPEN', 'weekdays 9-5'],
    ['SUPPORT_OPEN', 'friday-monday 09:00-17:00'],
    ['SUPPORT_OPEN', 'monday 09:00-09:00'],
    ['SUPPORT_OPEN', 'monday 25:00-26:00'],
    ['SUPPORT_TIME_ZONE', 'Mars/Olympus'],
  ])('refuse %s %s', (name, value) => {
    expect(problemsOf({ [name]: value }).map((problem) => problem.split(':')[0])).toEqual([name]);
  });
});
