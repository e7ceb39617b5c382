import type { FailureClass, GraphFailure } from './meta-graph.port';

/**
 * Meta's error codes and what they mean for the caller. Source: Messenger Platform "Error codes" (25 Jun 2026), Graph API
 * "Error handling" and "Rate limiting"; subcodes marked by public send-failure classifiers where Meta's pages are silent.
 */
interface Rule {
  code: number;
  subcodes?: readonly number[];
  means: FailureClass | 'unknown';
}

/** First match wins: rules with subcodes stand before the rule of their code. */
const RULES: readonly Rule[] = [
  { code: 1, means: 'unknown' },
  { code: 2, means: 'unknown' },
  { code: 4, means: 'limited' },
  { code: 17, means: 'limited' },
  { code: 32, means: 'limited' },
  { code: 613, means: 'limited' },
  { code: 80_001, means: 'limited' },
  { code: 80_002, means: 'limited' },
  { code: 80_006, means: 'limited' },
  { code: 10, subcodes: [2_534_022, 2_018_278, 2_018_065, 2_018_108, 2_018_300, 2_018_321], means: 'final' },
  { code: 10, means: 'account' },
  { code: 100, subcodes: [2_534_029, 2_534_013], means: 'account' },
  // Media that could not be fetched, and a video that took too long: the host may answer the next time.
  { code: 100, subcodes: [2_018_008, 2_018_294], means: 'transient' },
  { code: 100, means: 'final' },
  { code: 102, means: 'account' },
  { code: 190, means: 'account' },
  { code: 200, subcodes: [1_545_041], means: 'final' },
  { code: 200, means: 'account' },
  { code: 36_103, means: 'account' },
  { code: 230, means: 'final' },
  { code: 551, means: 'final' },
];

/** The person has not written yet, so nobody may read the profile. Seen with 230 and with 100. */
export const isConsentMissing = ({ code, message }: GraphFailure): boolean =>
  /^230(\/|$)/.test(code) || message.includes('User consent is required');

const DEFAULT_LIMIT_WAIT_MS = 60_000;
const TRANSIENT_WAIT_MS = 2_000;

export interface GraphErrorBody {
  message?: string;
  code?: number;
  error_subcode?: number;
  fbtrace_id?: string;
}

export type Verdict = { kind: 'failure'; failure: GraphFailure } | { kind: 'unknown'; code: string; message: string };

/** Reads the code first and the HTTP status last, as limits arrive with 400, 403 or 429. */
export function classify(status: number, error: GraphErrorBody | undefined, regainMs: number | undefined): Verdict {
  const code = error?.code === undefined ? `http/${status}` : codeOf(error);
  const message = error?.message ?? `Graph answered with status ${status}.`;
  const means = meaningOf(status, error);
  if (means === 'unknown') return { kind: 'unknown', code, message };
  const retryAfterMs = means === 'limited' ? (regainMs ?? DEFAULT_LIMIT_WAIT_MS) : TRANSIENT_WAIT_MS;
  const trace = error?.fbtrace_id === undefined ? {} : { traceId: error.fbtrace_id };
  return { kind: 'failure', failure: { class: means, code, message, retryAfterMs, ...trace } };
}

function meaningOf(status: number, error: GraphErrorBody | undefined): FailureClass | 'unknown' {
  const rule = RULES.find(
    ({ code, subcodes }) =>
      code === error?.code && (subcodes === undefined || subcodes.includes(error.error_subcode ?? 0)),
  );
  if (rule !== undefined) return rule.means;
  if (status === 429) return 'limited';
  // A server error may come after the message went out.
  return status >= 500 ? 'unknown' : 'final';
}

const codeOf = ({ code, error_subcode }: GraphErrorBody) =>
  error_subcode === undefined ? `${code}` : `${code}/${error_subcode}`;

interface UsageEntry {
  call_count?: number;
  total_cputime?: number;
  total_time?: number;
  estimated_time_to_regain_access?: number;
}

/** X-Business-Use-Case-Usage: minutes until access is back, the longest of all entries. Source: "Rate limiting". */
export function regainMsOf(header: string | string[] | undefined): number | undefined {
  const minutes = largest(businessUsages(header).map((usage) => usage.estimated_time_to_regain_access));
  return minutes > 0 ? minutes * 60_000 : undefined;
}

/** The highest percentage that either of Meta's two headers tells: X-Business-Use-Case-Usage and X-App-Usage. Source: "Rate limiting". */
export function usagePercentOf(business: string | string[] | undefined, app: string | string[] | undefined): number {
  const appUsage = jsonOf(app) as UsageEntry | null;
  return largest(
    [...businessUsages(business), appUsage ?? {}].flatMap((usage) => [
      usage.call_count,
      usage.total_cputime,
      usage.total_time,
    ]),
  );
}

function businessUsages(header: string | string[] | undefined): UsageEntry[] {
  const parsed = jsonOf(header);
  return Object.values((parsed ?? {}) as Record<string, UsageEntry[]>)
    .flat()
    .filter((usage): usage is UsageEntry => typeof usage === 'object');
}

const largest = (numbers: readonly unknown[]): number =>
  Math.max(0, ...numbers.map(Number).filter((number) => Number.isFinite(number)));

/** Null for a header that is no JSON object: it says nothing. */
function jsonOf(header: string | string[] | undefined): object | null {
  if (typeof header !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(header);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
