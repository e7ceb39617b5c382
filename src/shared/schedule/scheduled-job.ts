/** Work that workers do at an interval. Idempotent: one that was interrupted is begun again. */
export abstract class ScheduledJob {
  /** `verb-noun`, unique. */
  abstract readonly name: string;
  abstract readonly everyMs: number;
  /**
   * `process`: every worker, each for itself, beside the others. `cluster`: one worker at a time, whoever is first; should
   * it die or hang, another begins after `JOB_LEASE_MS`.
   */
  abstract readonly scope: 'process' | 'cluster';
  abstract run(): Promise<void>;
}
