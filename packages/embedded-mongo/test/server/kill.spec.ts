import { NO_DAMAGE, killRounds } from '../support/kill-rounds';
import { buildPackage } from '../support/store-process';
import { temporaryFolder } from '../support/test-store';

describe('kill -9 under load', () => {
  const folder = temporaryFolder();
  beforeAll(buildPackage, 60_000);
  afterAll(() => folder.remove());

  it('loses nothing that was acknowledged, tears nothing, keeps indexes and transactions whole', async () => {
    const totals = await killRounds(folder.path, { rounds: 3, writes: 300 }, (damage, round) =>
      expect({ round, ...damage }).toEqual({ round, ...NO_DAMAGE }),
    );
    for (const done of Object.values(totals)) expect(done).toBeGreaterThan(0);
  }, 60_000);
});
