/** Work that every worker does at an interval. Idempotent, and safe beside the same job in another process. */
export abstract class ScheduledJob {
  /** `verb-noun`, unique. */
  abstract readonly name: string;
  abstract readonly everyMs: number;
  abstract run(): Promise<void>;
}
