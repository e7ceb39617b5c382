import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import type { Clock } from '../../../kernel';
import type { AiCallOptions, AiTokenUsage } from '../ai-call';
import { AiError, type AiErrorClass } from '../ai-error';
import { addTokens, NO_TOKENS } from '../token-estimate';
import { RetryBudget } from './retry-budget';
import { retryWaitMs } from './retry-rule';

const FAILURES_TO_OPEN = 5;
const HALF_OPEN_AFTER_MS = 10_000;

/** One request to a provider, as it ended. */
export interface AiAttempt {
  attempt: number;
  outcome: 'ok' | AiErrorClass;
  /** Code-like. */
  detail: string;
  durationMs: number;
}

export interface GuardedCall<T extends { usage: AiTokenUsage }> {
  attempt: (signal: AbortSignal) => Promise<T>;
  /** What a request that got no answer has cost, as far as can be told. */
  lostTokens: () => AiTokenUsage;
  onAttempt: (attempt: AiAttempt) => void;
}

/** Deadline, cancellation, retries within a budget, and a breaker, for all calls to one provider. */
export class GuardedCalls {
  private readonly breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen((error) => error instanceof AiError && error.class === 'transient'),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );
  private readonly budget = new RetryBudget();

  constructor(private readonly clock: Clock) {}

  /** While true, calls fail at once; after a while one is let through to see. */
  get isOpen(): boolean {
    return this.breaker.state === CircuitState.Open;
  }

  /** What failed attempts cost is added to the usage. @throws AiError, with the usage of all attempts. */
  async run<T extends { usage: AiTokenUsage }>(call: GuardedCall<T>, options: AiCallOptions): Promise<T> {
    const endsAt = this.clock.monotonic() + options.deadlineMs;
    let spent = NO_TOKENS;
    this.budget.called();
    for (let attempt = 1; ; attempt += 1) {
      const remainingMs = endsAt - this.clock.monotonic();
      try {
        const result = await this.attempt(call, attempt, { ...options, deadlineMs: remainingMs });
        return { ...result, usage: addTokens(result.usage, spent) };
      } catch (error) {
        const failure = asAiError(error);
        spent = addTokens(spent, failure.usage ?? NO_TOKENS);
        const facts = { attempt, remainingMs: endsAt - this.clock.monotonic(), random: Math.random() };
        const wait = retryWaitMs(failure, facts);
        if (wait === null || !this.budget.take()) throw failure.withUsage(spent);
        await pause(wait, options.signal, spent);
      }
    }
  }

  private async attempt<T extends { usage: AiTokenUsage }>(
    { attempt: send, lostTokens, onAttempt }: GuardedCall<T>,
    attempt: number,
    { signal, deadlineMs }: AiCallOptions,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelled();
    const startedAt = this.clock.monotonic();
    const time = AbortSignal.timeout(Math.max(1, Math.floor(deadlineMs)));
    const ends = signal === undefined ? time : AbortSignal.any([time, signal]);
    const seen = (outcome: AiAttempt['outcome'], detail: string) =>
      onAttempt({ attempt, outcome, detail, durationMs: Math.round(this.clock.monotonic() - startedAt) });
    try {
      const result = await this.breaker.execute(() => send(ends).catch((e: unknown) => rethrow(e, signal, lostTokens)));
      seen('ok', 'ok');
      return result;
    } catch (error) {
      const failure = error instanceof BrokenCircuitError ? broken() : asAiError(error);
      seen(failure.class, failure.detail);
      throw failure;
    }
  }
}

/** Tells the caller's end from the deadline's. */
function rethrow(error: unknown, signal: AbortSignal | undefined, lostTokens: () => AiTokenUsage): never {
  const failure = asAiError(error);
  if (failure.class !== 'cancelled') throw failure;
  if (signal?.aborted === true) throw cancelled(lostTokens());
  throw new AiError('transient', 'The provider did not answer in time.', { detail: 'timeout', usage: lostTokens() });
}

async function pause(ms: number, signal: AbortSignal | undefined, spent: AiTokenUsage): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw cancelled(spent); // only the signal ends a sleep
  }
}

const asAiError = (error: unknown): AiError =>
  error instanceof AiError ? error : new AiError('transient', 'The call failed.', { detail: 'unknown', cause: error });

const cancelled = (usage: AiTokenUsage = NO_TOKENS): AiError =>
  new AiError('cancelled', 'The call was cancelled.', { detail: 'cancelled', usage });

const broken = (): AiError =>
  new AiError('transient', 'The provider has failed several times; it is tried again soon.', {
    detail: 'breaker-open',
    retryAfterMs: HALF_OPEN_AFTER_MS,
  });
