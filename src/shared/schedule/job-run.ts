import { DomainError } from '../kernel';
import type { JobReport } from './repositories/scheduled-jobs.repository';

/** What a failed run says of itself: a code to look for, never a message. Of several failures, that of the first. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCodeOf(error.errors[0]);
  if (error instanceof DomainError) return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
}

/** Runs `work` and says how long it took and how it went; `error` when it failed. */
export async function timed(
  work: () => Promise<void>,
  elapsed: () => number,
): Promise<JobReport & { error?: unknown }> {
  const startedAt = elapsed();
  const duration = () => Math.round(elapsed() - startedAt);
  try {
    await work();
    return { outcome: 'done', durationMs: duration() };
  } catch (error) {
    return { outcome: 'failed', durationMs: duration(), errorCode: errorCodeOf(error), error };
  }
}
