import { standIn } from '../../test/support/stand-in';
import type { AccountId } from '../shared/kernel';
import type { RateBudget } from '../shared/redis';
import { SendTokens } from './send-tokens';

const [OURS, THEIRS] = ['a1', 'a2'] as [AccountId, AccountId];

describe('SendTokens', () => {
  let asked: unknown[][];
  let left: number;
  let tokens: SendTokens;

  beforeEach(() => {
    [asked, left] = [[], 100];
    const budget = standIn<RateBudget>({
      take: ({ key, perSecond }, wanted) => {
        asked.push([key, perSecond, wanted]);
        const granted = Math.min(left, wanted);
        left -= granted;
        return Promise.resolve({ granted, waitMs: granted < wanted ? 40 : 0 });
      },
    });
    const meta = { appSecrets: [], verifyToken: '', graphUrl: '', graphVersion: '', sendsPerSecond: 90 };
    tokens = new SendTokens({ meta }, budget);
  });

  it('asks for those who come at the same moment together, each account for itself', async () => {
    await Promise.all([tokens.take(OURS), tokens.take(OURS), tokens.take(THEIRS), tokens.take(OURS)]);
    expect(asked).toEqual([
      ['send-a1', 90, 1],
      ['send-a2', 90, 1],
      ['send-a1', 90, 2],
    ]);
  });

  it('grants no more than the budget does; the others learn when to come again', async () => {
    left = 2;
    const answers = await Promise.all([1, 2, 3, 4].map(() => tokens.take(OURS)));
    expect(answers).toEqual([
      { granted: true },
      { granted: true },
      { granted: false, waitMs: 40 },
      { granted: false, waitMs: 40 },
    ]);
  });

  it('fails those who asked when the budget cannot be asked, and asks again for the next', async () => {
    const away = new SendTokens(
      { meta: { appSecrets: [], verifyToken: '', graphUrl: '', graphVersion: '', sendsPerSecond: 90 } },
      standIn<RateBudget>({ take: () => Promise.reject(new Error('away')) }),
    );
    await expect(away.take(OURS)).rejects.toThrow('away');
    await expect(away.take(OURS)).rejects.toThrow('away');
  });
});
