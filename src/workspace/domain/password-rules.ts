import { normaliseEmail } from './email';

export const PASSWORD_MIN_CHARACTERS = 10;
/** Longer ones only cost hashing time. */
export const PASSWORD_MAX_CHARACTERS = 128;
const DISTINCT_AT_LEAST = 5;

/**
 * The first rule that a new password breaks, in words; null when it will do. Length is checked with the request.
 * `isCommon` is asked in lower case.
 */
export function passwordProblem(
  password: string,
  isCommon: (password: string) => boolean,
  email?: string,
): string | null {
  const folded = password.normalize('NFKC').toLowerCase();
  if (isCommon(folded)) return 'is one of the most common passwords';
  if (new Set(folded).size < DISTINCT_AT_LEAST) return `must have at least ${DISTINCT_AT_LEAST} different characters`;
  if (isRun(folded)) return 'must not be a run of neighbouring characters';
  if (email === undefined) return null;
  const mailbox = normaliseEmail(email);
  if (mailbox.includes(folded) || folded.includes(mailbox)) return 'must not be the e-mail address';
  return null;
}

/** `abcdefghij`, `9876543210`: each character follows the one before by the same step of one. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return Math.abs(steps[0] ?? 0) === 1 && steps.every((step) => step === steps[0]);
}
