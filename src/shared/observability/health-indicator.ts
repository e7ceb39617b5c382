/** One thing that must work for this process to be ready. Contributed by whoever owns the thing. */
export abstract class HealthIndicator {
  abstract readonly name: string;
  /** Resolves when ready; rejects with the reason otherwise. */
  abstract check(): Promise<void>;
}

/** Numbers that are read when metrics are scraped, not counted as they happen. */
export abstract class MetricsSource {
  abstract collect(): Promise<void>;
}
