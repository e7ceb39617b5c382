const HOUR_MS = 60 * 60 * 1000;
/** Calls in an hour that count as 100 %; Meta's true quota depends on impressions. */
const NOMINAL_CALLS_PER_HOUR = 48_000;

export interface Usage {
  readonly callCount: number;
  readonly regainMinutes: number;
}

/** Counts each account's calls within the running hour, for the usage headers. */
export class UsageMeter {
  private readonly hours = new Map<string, { hour: number; calls: number }>();

  count(account: string, now: number): Usage {
    const hour = Math.floor(now / HOUR_MS);
    const known = this.hours.get(account);
    const calls = (known?.hour === hour ? known.calls : 0) + 1;
    this.hours.set(account, { hour, calls });
    return { callCount: Math.min(100, Math.ceil((calls * 100) / NOMINAL_CALLS_PER_HOUR)), regainMinutes: 0 };
  }

  clear(): void {
    this.hours.clear();
  }
}

/** Meta's two usage headers; percentages, and minutes until calls are possible again. */
export function usageHeaders(account: string, { callCount, regainMinutes }: Usage): Record<string, string> {
  const share = {
    call_count: callCount,
    total_cputime: Math.ceil(callCount / 4),
    total_time: Math.ceil(callCount / 4),
  };
  return {
    'x-business-use-case-usage': JSON.stringify({
      [account]: [{ type: 'instagram', ...share, estimated_time_to_regain_access: regainMinutes }],
    }),
    'x-app-usage': JSON.stringify(share),
  };
}
