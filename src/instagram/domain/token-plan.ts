import { TOKEN_REFRESH_MIN_AGE_MS } from './meta-limits';

const DAY_MS = 24 * 3_600_000;
/** Far from the end and well past the day that Meta asks for, so that many attempts may fail. */
const REFRESH_AGE_MS = 7 * DAY_MS;
/** With fewer days left than this, somebody should know. */
const EXPIRING_MS = 14 * DAY_MS;
const FIRST_RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = DAY_MS;

export interface TokenTimes {
  issuedAt: Date;
  expiresAt: Date;
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const earlier = (a: Date, b: Date) => (a < b ? a : b);

/** When a token that is good should be renewed: once a week, sooner if it does not live that long. */
export function refreshDueAt({ issuedAt, expiresAt }: TokenTimes): Date {
  const half = (expiresAt.getTime() - issuedAt.getTime()) / 2;
  return after(issuedAt, Math.max(TOKEN_REFRESH_MIN_AGE_MS, Math.min(REFRESH_AGE_MS, half)));
}

/** After the given number of failures in a row; at the latest when the token ends, so that this is seen. */
export function retryDueAt(failures: number, now: Date, expiresAt: Date): Date {
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  const due = after(now, wait);
  return expiresAt > now ? earlier(due, expiresAt) : due;
}

/** What the token's age means for its account, when it could not be renewed. */
export function ageOf(expiresAt: Date, now: Date): 'good' | 'token-ageing' | 'token-lapsed' {
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return 'token-lapsed';
  return left <= EXPIRING_MS ? 'token-ageing' : 'good';
}
