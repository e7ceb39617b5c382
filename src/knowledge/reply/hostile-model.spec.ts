import { attacks } from '../../../test/support/hostile/attacks';
import { hostileOutputs, obeyedAttacks } from '../../../test/support/hostile/hostile-runs';

const SEED = 20_261_123;

describe('whatever comes in and whatever a model answers', () => {
  it('attacks in ten languages that a model obeys lead to nothing', async () => {
    const { broken, runs, languages } = await obeyedAttacks(SEED, 10);
    expect(broken).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(400);
    expect(languages).toBeGreaterThanOrEqual(10);
  });

  it('the worst outputs send nothing that the shop has not said', async () => {
    const { broken, runs, sent, drafted } = await hostileOutputs(SEED, 400);
    expect(broken).toEqual([]);
    expect(runs).toBe(400);
    // Not by refusing everything.
    expect(sent).toBeGreaterThan(0);
    expect(drafted).toBeGreaterThan(0);
  });

  it('the same seed gives the same attacks', () => {
    expect(attacks(SEED, 2)).toEqual(attacks(SEED, 2));
    expect(attacks(SEED, 2)).not.toEqual(attacks(SEED + 1, 2));
  });
});
