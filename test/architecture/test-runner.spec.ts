import path from 'node:path';

interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  problem?: string;
}

const scripts = path.resolve(__dirname, '../../scripts/testing');

describe('npm test', () => {
  let countsOf: (results: JestResults | null, code: number | null) => Counts;
  let chosenTiers: (names: string[]) => { name: string }[];

  beforeAll(async () => {
    ({ countsOf } = (await import(path.join(scripts, 'jest-tier.mjs'))) as { countsOf: typeof countsOf });
    ({ chosenTiers } = (await import(path.join(scripts, 'tiers.mjs'))) as { chosenTiers: typeof chosenTiers });
  });

  const results = (passed: number, failed = 0, unloadable = 0, skipped = 0): JestResults => ({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numRuntimeErrorTestSuites: unloadable,
  });

  it.each<[string, JestResults | null, number | null, Partial<Counts>]>([
    ['all pass', results(3), 0, { passed: 3, failed: 0 }],
    ['some fail', results(3, 2), 1, { passed: 3, failed: 2 }],
    ['a file cannot be loaded', results(3, 0, 1), 1, { passed: 3, failed: 1 }],
    ['some are skipped', results(3, 0, 0, 2), 0, { passed: 3, failed: 0, skipped: 2 }],
    ['nothing failed, but the run ended badly', results(3), 1, { passed: 3, failed: 1 }],
    ['it crashed before it wrote results', null, 134, { passed: 0, failed: 1 }],
    ['it was cut off', null, null, { passed: 0, failed: 1 }],
  ])('counts a tier in which %s', (_case, found, code, counts) => {
    expect(countsOf(found, code)).toMatchObject(counts);
  });

  it('runs every tier but those on demand', () => {
    expect(chosenTiers([]).map(({ name }) => name)).toEqual([
      'static',
      'unit',
      'packages',
      'integration',
      'e2e',
      'fault',
      'browser',
    ]);
  });

  it('runs the tiers that are named, in its own order', () => {
    expect(chosenTiers(['e2e', 'unit', 'long']).map(({ name }) => name)).toEqual(['unit', 'e2e', 'long']);
  });

  it('knows no other tiers', () => {
    expect(() => chosenTiers(['unit', 'unti'])).toThrow('No such tier: unti.');
  });
});
