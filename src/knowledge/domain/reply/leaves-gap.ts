import { FALLBACK_REASONS, type ReplyProposal } from './reply-proposal';

/** Fewer words ask nothing: `hello`, `ok thanks`. */
const LEAST_WORDS = 3;
const WITHOUT_SUPPORT: readonly ReplyProposal['reason'][] = ['cannot_answer', 'without_knowledge'];
const NOTHING_FOUND: readonly ReplyProposal['reason'][] = FALLBACK_REASONS;

/** Whether a customer asked something that the knowledge has no answer to. */
export function leavesGap({ reason, mode, citations }: ReplyProposal, question: string): boolean {
  if (citations.length > 0) return false;
  const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
  // Where words are not set apart, the mark alone tells.
  if (words.length < LEAST_WORDS && !/[?？؟]/u.test(question)) return false;
  return WITHOUT_SUPPORT.includes(reason) || (mode === 'fixed' && NOTHING_FOUND.includes(reason));
}
