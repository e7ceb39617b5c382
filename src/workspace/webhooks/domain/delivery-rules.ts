import type { HttpFetchResult } from '../../../shared/providers/http-fetch';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const RETRY_FOR_MS = 3 * DAY;
export const KEPT_MS = 30 * DAY;
/** An endpoint at which nothing arrived for so long is switched off. */
export const DISABLED_AFTER_DAYS = 5;
/** What an earlier delivery of the same lane waits for holds later ones up for so long at most. */
export const IN_ORDER_FOR_MS = HOUR;
/** So many failures in a row are taken for an endpoint that is away. */
export const AWAY_AFTER_FAILURES = 5;
const AWAY_AT_MOST_MS = 10 * MINUTE;

const PAUSES_MS = [
  10 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
];
const LONGEST_PAUSE_MS = 6 * HOUR;

/** `attempts`: those that failed, at least 1. `chance`: 0 to 1, so that not all come back at the same moment. */
export function retryPauseMs(attempts: number, chance: number): number {
  const pause = PAUSES_MS[attempts - 1] ?? LONGEST_PAUSE_MS;
  return Math.round(pause * (0.9 + chance * 0.2));
}

/** How long an endpoint is left alone that is away: longer, the longer that has been so. */
export const awayPauseMs = (failingForMs: number): number =>
  Math.min(AWAY_AT_MOST_MS, Math.max(30 * SECOND, failingForMs / 10));

export const isHopeless = (failingSince: Date | undefined, now: Date): boolean =>
  failingSince !== undefined && now.getTime() - failingSince.getTime() >= DISABLED_AFTER_DAYS * DAY;

export type DeliveryOutcome =
  | { kind: 'delivered'; status: number }
  /** gone: whoever answers says that nobody is to come again. */
  | { kind: 'failed' | 'gone'; status?: number; error: string };

/** Only 2xx says that an event has arrived. 410 is for good. Source: RFC 9110, sections 15.3 and 15.5.11. */
export function outcomeOf(result: HttpFetchResult): DeliveryOutcome {
  if (!result.ok) return { kind: 'failed', error: `${result.failure.code}: ${result.failure.message}` };
  const { status } = result.response;
  if (status >= 200 && status <= 299) return { kind: 'delivered', status };
  return { kind: status === 410 ? 'gone' : 'failed', status, error: `The server answered with the status ${status}.` };
}
