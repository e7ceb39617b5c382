import { NO_DAMAGE, killRounds } from '../support/kill-rounds';
import { buildPackage } from '../support/store-process';
import { temporaryFolder } from '../support/test-store';

describe('kill -9 under load, at length', () => {
  const folder = temporaryFolder();
  beforeAll(buildPackage, 60_000);
  afterAll(() => folder.remove());

  it('15 rounds', async () => {
    const totals = await killRounds(folder.path, { rounds: 15, writes: 5000 }, (damage, round) =>
      expect({ round, ...damage }).toEqual({ round, ...NO_DAMAGE }),
    );
    process.stdout.write(`killed and found whole: ${JSON.stringify(totals)}\n`);
  }, 600_000);
});
