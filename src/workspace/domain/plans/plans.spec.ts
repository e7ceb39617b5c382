import fc from 'fast-check';
import { termsFor, UNLIMITED } from './plan';
import { nameKeyOf, problemOfTierChange, problemOfTierDeletion, type Tier, type TierChange } from './tier';
import { usagePeriodOf } from './usage-period';

const tier = (part: Partial<Tier> = {}): Tier => ({
  ...UNLIMITED,
  id: 't1',
  name: 'Pro',
  status: 'active',
  isDefault: false,
  revision: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...part,
});

describe('termsFor', () => {
  it('takes what a workspace has of its own over what its tier says, also null', () => {
    const terms = { limits: { ...UNLIMITED.limits, automations: 3, teamMembers: 2 }, features: UNLIMITED.features };
    const overrides = { limits: { automations: null, aiMessages: 7 }, features: { crm: false } };
    expect(termsFor(terms, overrides)).toEqual({
      limits: { ...UNLIMITED.limits, aiMessages: 7, teamMembers: 2, automations: null },
      features: { ...UNLIMITED.features, crm: false },
    });
    expect(termsFor(terms)).toEqual(terms);
  });
});

describe('problemOfTierChange', () => {
  it.each<[string, Partial<Tier>, TierChange, boolean, string | null]>([
    ['a new name', {}, {}, true, null],
    ['retiring one that is in use', {}, { status: 'deprecated' }, true, null],
    ['closing one that is in use', {}, { status: 'inactive' }, true, 'in-use'],
    ['closing one that nobody has', {}, { status: 'inactive' }, false, null],
    ['making it the default', {}, { isDefault: true }, false, null],
    ['making a retired one the default', { status: 'deprecated' }, { isDefault: true }, false, 'default-stays'],
    ['taking the default away', { isDefault: true }, { isDefault: false }, false, 'default-stays'],
    ['retiring the default', { isDefault: true }, { status: 'deprecated' }, false, 'default-stays'],
  ])('%s', (_, part, change, inUse, expected) => {
    expect(problemOfTierChange(tier(part), change, inUse)).toBe(expected);
  });
});

describe('problemOfTierDeletion', () => {
  it.each([
    [false, false, null],
    [true, false, 'default-stays'],
    [false, true, 'in-use'],
  ])('default %s, in use %s: %s', (isDefault, inUse, expected) => {
    expect(problemOfTierDeletion(tier({ isDefault }), inUse)).toBe(expected);
  });
});

it('two spellings of a name are one', () => {
  expect(nameKeyOf(' Ｐro ')).toBe(nameKeyOf('PRO'));
});

describe('usagePeriodOf', () => {
  it('is the month by the clocks of the workspace', () => {
    const at = new Date('2026-02-01T04:00:00Z');
    expect(usagePeriodOf(at, 'UTC').key).toBe('2026-02');
    expect(usagePeriodOf(at, 'America/New_York')).toEqual({
      key: '2026-01',
      startsAt: new Date('2026-01-01T05:00:00Z'),
      renewsAt: new Date('2026-02-01T05:00:00Z'),
    });
  });

  it('goes by the offset of its own ends, also when clocks are set in between', () => {
    expect(usagePeriodOf(new Date('2026-03-15T12:00:00Z'), 'Europe/Berlin')).toEqual({
      key: '2026-03',
      startsAt: new Date('2026-02-28T23:00:00Z'),
      renewsAt: new Date('2026-03-31T22:00:00Z'),
    });
  });

  it('does not slide: every moment of a period gives the same period (C16)', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia');
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, fc.double({ min: 0, max: 1, noNaN: true }), (zone, at, share) => {
        const period = usagePeriodOf(at, zone);
        const length = period.renewsAt.getTime() - period.startsAt.getTime();
        const other = new Date(period.startsAt.getTime() + Math.floor(share * (length - 1)));
        expect(usagePeriodOf(other, zone)).toEqual(period);
        expect(usagePeriodOf(period.renewsAt, zone).startsAt).toEqual(period.renewsAt);
        expect(at >= period.startsAt && at < period.renewsAt).toBe(true);
      }),
    );
  });
});
