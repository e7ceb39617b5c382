import fc from 'fast-check';
import type { WorkspaceId } from '../../../shared/kernel';
import { type AiLimits, capsOf, strictest } from './ai-caps';
import { periodsAt, renewalMs } from './ai-period';
import { costOf, NANOS_PER_USD, nanosOf, type PriceList, priceOf, usdOf } from './ai-price';
import { type AiScope, countsAsMessage } from './ai-scope';
import { countersOf, PLATFORM_PAYER } from './ai-usage';

const price = (input: number) => ({ input, cached: input / 10, output: input * 8 });
const PRICES: PriceList = {
  known: {
    'gpt-5': price(1.25),
    'gpt-5-mini': price(0.25),
    'gpt-5.4': price(2.5),
    'llama3.1': price(0),
  },
  unknown: price(5),
};
const scope: AiScope = { workspaceId: 'w1' as WorkspaceId, purpose: 'reply' };
const periods = { day: '2026-11-23', month: '2026-11' };
const none: AiLimits = { dailySpendUsd: null, monthlySpendUsd: null, conversationDailyTokens: null };

describe('a price', () => {
  it.each([
    ['gpt-5', 1.25],
    ['gpt-5-2025-08-07', 1.25],
    ['gpt-5-mini', 0.25],
    ['gpt-5-mini-2025-08-07', 0.25],
    ['gpt-5.4', 2.5],
    ['gpt-5.4-mini', 2.5],
    ['llama3.1:8b', 0],
    ['gpt-50', 5],
    ['gpt-5x', 5],
    ['unheard-of', 5],
    ['constructor', 5],
    ['', 5],
  ])('of %s is that of the longest name that fits', (model, input) => {
    expect(priceOf(model, PRICES).input).toBe(input);
  });
});

describe('a cost', () => {
  it.each([
    [{ promptTokens: 1_000_000, completionTokens: 0 }, 1.25],
    [{ promptTokens: 0, completionTokens: 1_000_000 }, 10],
    [{ promptTokens: 1_000_000, completionTokens: 0, cachedTokens: 1_000_000 }, 0.125],
    [{ promptTokens: 0, completionTokens: 0 }, 0],
  ])('of %j is %d dollars', (tokens, usd) => {
    expect(usdOf(costOf(tokens, price(1.25)))).toBeCloseTo(usd, 9);
  });

  it('is never lost by rounding, and grows with each token', () => {
    const count = fc.nat(1_000_000);
    fc.assert(
      fc.property(count, count, count, (promptTokens, completionTokens, more) => {
        const small = price(0.02);
        const one = costOf({ promptTokens, completionTokens }, small);
        expect(Number.isSafeInteger(one)).toBe(true);
        expect(costOf({ promptTokens: promptTokens + more, completionTokens }, small)).toBeGreaterThanOrEqual(one);
        expect(one).toBeGreaterThanOrEqual(
          (promptTokens * small.input + completionTokens * small.output) * 1_000 - 1e-3,
        );
      }),
    );
  });

  it('goes to dollars and back', () => {
    expect(nanosOf(usdOf(123_456_789))).toBe(123_456_789);
    expect(nanosOf(1)).toBe(NANOS_PER_USD);
  });
});

describe('caps', () => {
  it('are none where none is set', () => {
    expect(capsOf({ ...scope, conversationId: 'c' }, none, periods)).toEqual([]);
  });

  it('are on the conversation, the day and the month; one of nothing is a cap, too', () => {
    const limits = { dailySpendUsd: 0, monthlySpendUsd: 2, conversationDailyTokens: 10 };
    expect(capsOf({ ...scope, conversationId: 'c' }, limits, periods)).toMatchObject([
      { name: 'conversation-tokens', unit: 'tokens', limit: 10, counter: { scope: 'conversation', key: 'c' } },
      { name: 'daily-spend', unit: 'nanos', limit: 0, counter: { period: '2026-11-23' } },
      { name: 'monthly-spend', unit: 'nanos', limit: 2 * NANOS_PER_USD, counter: { period: '2026-11' } },
    ]);
    expect(capsOf(scope, limits, periods).map(({ name }) => name)).toEqual(['daily-spend', 'monthly-spend']);
  });

  it.each<[number | null, number | null, number | null]>([
    [null, null, null],
    [5, null, 5],
    [null, 3, 3],
    [5, 3, 3],
    [0, 3, 0],
  ])('of the workspace (%p) and the host (%p) hold as %p', (own, host, held) => {
    const limits = strictest({ ...none, dailySpendUsd: own }, { dailySpendUsd: host, monthlySpendUsd: null });
    expect(limits.dailySpendUsd).toBe(held);
  });
});

describe('counters', () => {
  it('are of the workspace by day and month, and of what is named', () => {
    const all = countersOf(
      { ...scope, conversationId: 'c', flow: { versionId: 'v', nodeId: 'n', goal: 'lead' } },
      'm',
      periods,
    );
    expect(all.map(({ scope: name, key, period }) => `${name}/${key}/${period}`)).toEqual([
      'workspace//2026-11-23',
      'workspace//2026-11',
      'model/m/2026-11-23',
      'purpose/reply/2026-11-23',
      'goal/lead/2026-11-23',
      'conversation/c/2026-11-23',
      'flow/v/2026-11-23',
      'node/v:n/2026-11-23',
    ]);
    expect(new Set(all.map(({ workspaceId }) => workspaceId))).toEqual(new Set(['w1']));
  });

  it('of nobody are the platform’s', () => {
    const all = countersOf({ workspaceId: null, purpose: 'assistant' }, 'm', periods);
    expect(new Set(all.map(({ workspaceId }) => workspaceId))).toEqual(new Set([PLATFORM_PAYER]));
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-23T23:30:00Z', 'UTC', '2026-11-23'],
    ['2026-11-23T23:30:00Z', 'Europe/Berlin', '2026-11-24'],
    ['2026-11-23T02:30:00Z', 'America/New_York', '2026-11-22'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25'],
  ])('at %s in %s is %s', (at, zone, day) => {
    expect(periodsAt(new Date(at), zone)).toEqual({ day, month: day.slice(0, 7) });
  });

  it('ends when the next begins, also when clocks change', () => {
    const at = new Date('2026-10-24T22:00:00Z'); // midnight in Berlin, of a day of 25 hours
    expect(renewalMs(at, 'Europe/Berlin', 'day')).toBe(25 * 3_600_000);
    expect(renewalMs(new Date('2026-11-30T23:00:00Z'), 'UTC', 'month')).toBe(3_600_000);
  });
});

it.each<[AiScope['purpose'], boolean | undefined, boolean]>([
  ['reply', undefined, true],
  ['agent', undefined, true],
  ['agent', true, false],
  ['answer', undefined, true],
  ['intent', undefined, false],
  ['search', undefined, false],
  ['eval', undefined, false],
])('a call for %s (continues: %p) counts as a message: %p', (purpose, continues, counts) => {
  expect(countsAsMessage({ ...scope, purpose, ...(continues === undefined ? {} : { continues }) })).toBe(counts);
});
