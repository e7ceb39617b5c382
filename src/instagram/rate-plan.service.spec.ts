import { standIn } from '../../test/support/stand-in';
import type { OutgoingContent } from '../conversations';
import type { AccountId } from '../shared/kernel';
import type { Budget, BudgetAsk, RateBudget } from '../shared/redis';
import { RatePlan, rateUseOf } from './rate-plan.service';

const [OURS, THEIRS] = ['a1', 'a2'] as [AccountId, AccountId];
const META = { appSecrets: [], verifyToken: '', graphUrl: '', graphVersion: '', sendsPerSecond: 90 };
const privateReply = { kind: 'private-reply' as const, commentId: 'c', text: 'Hi', permittedUntil: new Date(0) };

describe('RatePlan', () => {
  let asked: [Budget, (string | null)[]][];
  let braked: unknown[][];
  let left: number;
  let plan: RatePlan;

  const budget = standIn<RateBudget>({
    ask: (of, asks) => {
      asked.push([of, asks.map((ask) => ask?.id ?? null)]);
      return Promise.resolve(asks.map(() => (left-- > 0 ? { granted: true } : { granted: false, waitMs: 40 })));
    },
    giveBack: async (of, count) => void braked.push(['back', of.key, count]),
    stop: async (...args) => void braked.push(['stop', ...args]),
    slow: async (...args) => void braked.push(['slow', ...args]),
  });

  beforeEach(() => {
    [asked, braked, left] = [[], [], 100];
    plan = new RatePlan({ meta: META }, budget);
  });

  const ask = (id: string): BudgetAsk => ({ id, rank: 1, since: 0 });

  it('asks for those who come at the same moment together, each account and use for itself', async () => {
    await Promise.all([
      plan.take(OURS, 'send'),
      plan.take(OURS, 'send', ask('s1')),
      plan.take(THEIRS, 'send'),
      plan.take(OURS, 'media'),
      plan.take(OURS, 'send'),
    ]);
    expect(asked.map(([{ key }, ids]) => [key, ids])).toEqual([
      ['send-a1', [null]],
      ['send-a2', [null]],
      ['media-a1', [null]],
      ['send-a1', ['s1', null]],
    ]);
  });

  it('grants no more than the budget does; the others learn when to come again', async () => {
    left = 1;
    const answers = await Promise.all([1, 2, 3].map(() => plan.take(OURS, 'send')));
    expect(answers).toEqual([{ granted: true }, { granted: false, waitMs: 40 }, { granted: false, waitMs: 40 }]);
  });

  it('fails those who asked when the budget cannot be asked', async () => {
    const away = standIn<RateBudget>({ ask: () => Promise.reject(new Error('away')) });
    await expect(new RatePlan({ meta: META }, away).take(OURS, 'send')).rejects.toThrow('away');
  });

  it.each([
    ['send', { perSecond: 90 }],
    ['media', { perSecond: 10 }],
    ['reads', { perSecond: 2 }],
    ['live-reply', { perSecond: 90 }],
    ['private-reply', { perSecond: 750 / 3_600, overSeconds: 3_600 }],
  ] as const)('knows Meta’s limit for %s', async (use, limit) => {
    await plan.take(OURS, use);
    expect(asked[0]?.[0]).toEqual({ key: `${use}-a1`, brake: 'account-a1', ...limit });
  });

  it('stops what was limited: one use, or the account as a whole', async () => {
    await plan.noteLimit(OURS, 'private-reply', 5_000);
    await plan.noteLimit(OURS, 'all', 7_000);
    expect(braked).toEqual([
      ['stop', 'private-reply-a1', 5_000],
      ['stop', 'account-a1', 7_000],
    ]);
  });

  it.each([
    [{ percent: 79 }, []],
    [{ percent: 80 }, [['slow', 'account-a1', 0.5, 60_000]]],
    [{ percent: 94 }, [['slow', 'account-a1', 0.5, 60_000]]],
    [{ percent: 95 }, [['stop', 'account-a1', 60_000]]],
    [{ percent: 100, regainMs: 1_140_000 }, [['stop', 'account-a1', 1_140_000]]],
    [{ percent: 10, regainMs: 60_000 }, [['stop', 'account-a1', 60_000]]],
  ])('of Meta’s usage %j makes %j', async (usage, expected) => {
    await plan.noteUsage(OURS, usage);
    expect(braked).toEqual(expected);
  });

  it('gives back what was not used', async () => {
    await plan.giveBack(OURS, 'media');
    expect(braked).toEqual([['back', 'media-a1', 1]]);
  });
});

it.each<[OutgoingContent, string]>([
  [{ kind: 'text', text: 'Hi' }, 'send'],
  [{ kind: 'reaction', mid: 'm', reaction: 'love' }, 'send'],
  [{ kind: 'cards', cards: [] }, 'send'],
  [{ kind: 'media', mediaType: 'audio', url: 'https://a.example' }, 'media'],
  [{ kind: 'images', urls: [] }, 'media'],
  [privateReply, 'private-reply'],
  [{ ...privateReply, isLive: true }, 'live-reply'],
])('rateUseOf %j: %s', (content, use) => {
  expect(rateUseOf(content)).toBe(use);
});
