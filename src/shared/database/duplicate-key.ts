/** MongoDB's error code for a violated unique index. */
export const DUPLICATE_KEY = 11_000;

export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === DUPLICATE_KEY;
}

interface BulkFailure {
  writeErrors?: { index: number; code: number }[] | { index: number; code: number };
}

/**
 * Of an unordered insertMany that failed: the positions that exist already and those that failed otherwise.
 * Rethrows what is no bulk failure (the server was away, say), since then nothing is known about any item.
 */
export function duplicateIndexesOf(error: unknown): { duplicates: Set<number>; failed: Set<number> } {
  const { writeErrors } = error as BulkFailure;
  if (writeErrors === undefined) throw error;
  const all = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  if (all.length === 0) throw error;
  return {
    duplicates: new Set(all.filter(({ code }) => code === DUPLICATE_KEY).map(({ index }) => index)),
    failed: new Set(all.filter(({ code }) => code !== DUPLICATE_KEY).map(({ index }) => index)),
  };
}
