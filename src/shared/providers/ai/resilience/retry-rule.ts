import type { AiError } from '../ai-error';

const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 250;
/** Longer waits are the caller's to decide. */
const MAX_LIMIT_WAIT_MS = 5_000;
/** No attempt begins with less: it could not end well. */
export const MIN_ATTEMPT_MS = 500;
/** Answers that may fit when the same is asked again. */
const ODD_ANSWERS: readonly string[] = ['schema', 'tool', 'no-choices', 'shape'];
/** What another attempt cannot change. */
const SETTLED: readonly string[] = ['timeout', 'breaker-open'];

export interface AttemptFacts {
  /** The failed one, from 1. */
  attempt: number;
  remainingMs: number;
  /** 0–1. */
  random: number;
}

/** Milliseconds to wait before the next attempt; null: there is none. */
export function retryWaitMs(failure: AiError, facts: AttemptFacts): number | null {
  if (facts.attempt >= MAX_ATTEMPTS) return null;
  const wait = wishedWait(failure, facts);
  return wait === null || wait + MIN_ATTEMPT_MS > facts.remainingMs ? null : wait;
}

function wishedWait(failure: AiError, { attempt, random }: AttemptFacts): number | null {
  switch (failure.class) {
    case 'limited': {
      const wait = failure.retryAfterMs ?? MAX_LIMIT_WAIT_MS;
      return wait > MAX_LIMIT_WAIT_MS ? null : wait;
    }
    case 'transient':
      return SETTLED.includes(failure.detail) ? null : FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random);
    case 'invalid':
      // Once: it costs as much as the first time.
      return attempt === 1 && ODD_ANSWERS.includes(failure.detail) ? 0 : null;
    default:
      return null;
  }
}
