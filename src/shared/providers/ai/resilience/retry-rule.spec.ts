import { AiError, type AiErrorClass } from '../ai-error';
import { RetryBudget } from './retry-budget';
import { retryWaitMs } from './retry-rule';

const facts = { attempt: 1, remainingMs: 20_000, random: 0.5 };
const failed = (failureClass: AiErrorClass, extra: { detail?: string; retryAfterMs?: number } = {}) =>
  new AiError(failureClass, 'x', extra);

describe('the wait before another attempt', () => {
  it.each<[string, AiError, Partial<typeof facts>, number | null]>([
    ['a broken answer', failed('transient'), {}, 250],
    ['a broken answer, again', failed('transient'), { attempt: 2 }, 500],
    ['a third broken answer', failed('transient'), { attempt: 3 }, null],
    ['the end of the time', failed('transient', { detail: 'timeout' }), {}, null],
    ['an open breaker', failed('transient', { detail: 'breaker-open' }), {}, null],
    ['too little time left', failed('transient'), { remainingMs: 700 }, null],
    ['a short limit', failed('limited', { retryAfterMs: 2_000 }), {}, 2_000],
    ['a long limit', failed('limited', { retryAfterMs: 20_000 }), {}, null],
    ['an answer that does not fit', failed('invalid', { detail: 'schema' }), {}, 0],
    ['an answer that does not fit, again', failed('invalid', { detail: 'schema' }), { attempt: 2 }, null],
    ['an answer that is too long', failed('invalid', { detail: 'length' }), {}, null],
    ['a refusal', failed('refused'), {}, null],
    ['a wrong key', failed('config'), {}, null],
    ['a cancellation', failed('cancelled'), {}, null],
  ])('after %s', (_, failure, more, wait) => {
    expect(retryWaitMs(failure, { ...facts, ...more })).toBe(wait);
  });
});

it('of many failing calls, a fifth is tried again at most', () => {
  const budget = new RetryBudget();
  let retries = 0;
  for (let call = 0; call < 1_000; call += 1) {
    budget.called();
    if (budget.take()) retries += 1;
  }
  expect(retries).toBeLessThanOrEqual(210);
  expect(retries).toBeGreaterThanOrEqual(200);
});
