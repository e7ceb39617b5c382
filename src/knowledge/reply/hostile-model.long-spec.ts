import { hostileOutputs, obeyedAttacks } from '../../../test/support/hostile/hostile-runs';

describe('a hostile model, at length', () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

  it(`5,000 outputs and 2,000 attacks, seed ${seed}`, async () => {
    const outputs = await hostileOutputs(seed, 5_000);
    const attacked = await obeyedAttacks(seed, 45);
    expect([...outputs.broken, ...attacked.broken]).toEqual([]);
    expect(outputs.runs + attacked.runs).toBeGreaterThanOrEqual(7_000);
  }, 600_000);
});
