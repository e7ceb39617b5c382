import { businessCardOf } from './business-card';
import { businessProfile } from './groups';

const PROFILE = { ...businessProfile.definition.defaults, businessName: 'Luna', location: 'Berlin' };
const HOURS = {
  timeZone: 'Europe/Berlin',
  weekly: { monday: [{ from: '09:00', to: '12:00' }], friday: [{ from: '20:00', to: '02:00' }] },
  exceptions: [],
};

describe('businessCardOf', () => {
  it('tells the profile, the hours in the language of the customers, and when it opens', () => {
    const card = businessCardOf(PROFILE, HOURS, { defaultLanguage: 'de' }, new Date('2026-01-12T12:00:00+01:00'));
    expect(card).toMatchObject({ businessName: 'Luna', location: 'Berlin', language: 'de', openNow: false });
    expect(card.opensAt).toEqual(new Date('2026-01-16T20:00:00+01:00'));
    expect(card.hours[0]).toBe('Montag: 09:00–12:00');
    expect(card.hours[1]).toBe('Dienstag: –');
    expect(card.hours[4]).toBe('Freitag: 20:00–02:00 (+1)');
  });

  it('names no hours where none are stated, and no opening while it is open', () => {
    const card = businessCardOf(PROFILE, { ...HOURS, weekly: null }, { defaultLanguage: 'en' }, new Date(0));
    expect(card).toMatchObject({ hours: [], openNow: true, opensAt: null });
  });
});
