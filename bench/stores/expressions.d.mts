/** A document after a pipeline update. @throws what it does not know */
export function updated(
  document: Record<string, unknown>,
  pipeline: readonly Record<string, unknown>[],
  now: Date,
): Record<string, unknown>;
