/** Waits between the tries to copy a file, in milliseconds; after the last one it is given up. Links live for hours at least. */
const WAITS_MS: readonly number[] = [15_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000];

/** Why there is no copy of an attachment: a word for programs, which people see as a sentence. */
export const MEDIA_PROBLEMS = {
  'storage-unset': 'This installation keeps no files; the link may still work.',
  gone: 'Instagram does not have the file any more.',
  refused: 'The address of the file is not one that may be fetched.',
  'too-large': 'The file is larger than 25 MB.',
  'wrong-type': 'The file is not what Instagram said that it is.',
  unreachable: 'The file could not be fetched, although it was tried again and again.',
} as const;
export type MediaProblem = keyof typeof MEDIA_PROBLEMS;

/** `attempts`: made so far. Null: no more. */
export function nextTryAt(attempts: number, now: Date): Date | null {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}

/** What a failed download means: try at once at a new address, later at the same one, or not at all. */
export type FetchFailure = { then: 'resolve' } | { then: 'later' } | { then: 'give-up'; problem: MediaProblem };

/** Links of Meta's expire with 403; which answer a deleted file gives is not documented. */
const EXPIRED: readonly number[] = [401, 403, 404, 410];

export function failureOfStatus(status: number): FetchFailure {
  return EXPIRED.includes(status) ? { then: 'resolve' } : { then: 'later' };
}

export function failureOfFetch(failure: { class: string }): FetchFailure {
  if (failure.class === 'refused') return { then: 'give-up', problem: 'refused' };
  if (failure.class === 'too-large') return { then: 'give-up', problem: 'too-large' };
  return { then: 'later' };
}
