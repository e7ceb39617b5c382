import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { AiError, type AiErrorClass } from '../ai-error';
import { AddressRefused, AnswerTooLarge } from './model-http';

const DEFAULT_LIMIT_WAIT_MS = 20_000;
const MAX_LIMIT_WAIT_MS = 3_600_000;

/** Codes that say more than their status. Source: OpenAI "Error codes"; Azure OpenAI "Content filtering". */
const CODES: Readonly<Record<string, AiErrorClass>> = {
  insufficient_quota: 'config',
  billing_hard_limit_reached: 'config',
  content_filter: 'refused',
  content_policy_violation: 'refused',
  context_length_exceeded: 'invalid',
  string_above_max_length: 'invalid',
};

const WORDS: Readonly<Record<AiErrorClass, string>> = {
  limited: 'The provider’s limit is reached.',
  transient: 'The provider did not answer.',
  refused: 'The provider refuses this request.',
  invalid: 'The request or the answer does not fit.',
  config: 'The provider does not accept the key, the address or the model.',
  budget: 'The budget is used up.',
  cancelled: 'The call was cancelled.',
};

/** What the vendor's client throws, in our classes. Nothing of the provider's texts is kept: they may repeat the prompt. */
export function failureOf(error: unknown): AiError {
  if (error instanceof AiError) return error;
  const own = causeOf(error, AddressRefused) ?? causeOf(error, AnswerTooLarge);
  if (own instanceof AddressRefused) return of('config', 'address');
  if (own instanceof AnswerTooLarge) return of('invalid', 'too-large');
  if (error instanceof APIUserAbortError) return of('cancelled', 'aborted');
  if (error instanceof APIConnectionError) return of('transient', networkCodeOf(error));
  if (isAnswered(error)) return statusFailure(error);
  // An answer that is no JSON, or breaks off.
  return of('transient', 'broken-answer');
}

/** With a status, which errors of the network have not. */
const isAnswered = (error: unknown): error is APIError<number, Headers> =>
  error instanceof APIError && typeof error.status === 'number';

function statusFailure({ code, headers, status }: APIError<number, Headers>): AiError {
  const failureClass = (typeof code === 'string' ? CODES[code] : undefined) ?? classOf(status);
  if (failureClass !== 'limited') return of(failureClass, `http/${status}`);
  const retryAfterMs = Math.min(retryAfterOf(headers) ?? DEFAULT_LIMIT_WAIT_MS, MAX_LIMIT_WAIT_MS);
  return new AiError('limited', WORDS.limited, { detail: `http/${status}`, retryAfterMs });
}

function classOf(status: number): AiErrorClass {
  if (status === 429) return 'limited';
  if (status === 408 || status === 409 || status >= 500) return 'transient';
  if (status === 413) return 'invalid';
  return 'config';
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. Source: OpenAI "Rate limits"; RFC 9110, section 10.2.3. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const text = headers?.get('retry-after');
  if (text === null || text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds >= 0) return seconds * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function networkCodeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code: unknown = 'code' in one ? one.code : undefined;
    if (typeof code === 'string' && /^[A-Z_]+$/.test(code)) return code;
  }
  return 'network';
}

/** The vendor's client wraps what our way out throws. */
function causeOf<T extends Error>(error: unknown, kind: new (...args: never[]) => T): T | undefined {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof kind) return one;
  return undefined;
}

const of = (failureClass: AiErrorClass, detail: string): AiError =>
  new AiError(failureClass, WORDS[failureClass], { detail });
