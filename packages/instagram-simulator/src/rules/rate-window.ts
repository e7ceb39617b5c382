/** Counts calls per key within a sliding span of time. */
export class RateWindow {
  private readonly times = new Map<string, number[]>();

  constructor(private readonly spanMs: number) {}

  /** Counts this call; false when it goes over the limit. Calls over the limit count too, as Meta's do. */
  allow(key: string, now: number, limit: number | null): boolean {
    if (limit === null) return true;
    const recent = (this.times.get(key) ?? []).filter((time) => time > now - this.spanMs);
    recent.push(now);
    this.times.set(key, recent);
    return recent.length <= limit;
  }

  clear(): void {
    this.times.clear();
  }
}
