import { CORE_FIELDS } from './meta-limits';

/** Fields without which the account is as good as not subscribed; empty: all is well. */
export function missingFields(subscribed: readonly string[] | null): string[] {
  return CORE_FIELDS.filter((field) => subscribed === null || !subscribed.includes(field));
}

/** A lost subscription is noticed within the first and the retry of what failed, well below a quarter of an hour. */
export const SUBSCRIPTION_CHECK_MS = 10 * 60_000;
export const SUBSCRIPTION_RETRY_MS = 2 * 60_000;
