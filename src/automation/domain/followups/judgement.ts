import type { JsonObject, TaskOutcome } from '../../../conversations';
import { isReasonFor, type ReasonFor } from './followup-status';

/** The task that looks up what the conversation itself does not tell, and composes the text. */
export const JUDGE_FOLLOWUP = 'judge_followup';

export type Judgement =
  | { verdict: 'send'; text: string }
  | { verdict: 'start' }
  /** The account cannot send now. */
  | { verdict: 'wait' }
  | { verdict: 'cancel'; reason: ReasonFor<'cancelled'>; error?: string };

export const toJudged = (judgement: Judgement): JsonObject => ({ ...judgement });

/** What a task came to; one that failed is an answer, too. */
export function readJudgement(outcome: TaskOutcome): Judgement {
  if (!outcome.ok) return { verdict: 'cancel', reason: 'failed', error: outcome.error };
  const { verdict, text, reason, error } = outcome.value;
  if (verdict === 'start' || verdict === 'wait') return { verdict };
  if (verdict === 'send' && typeof text === 'string' && text !== '') return { verdict, text };
  const known = isCancelReason(reason) ? reason : 'failed';
  return { verdict: 'cancel', reason: known, ...(typeof error === 'string' ? { error } : {}) };
}

const isCancelReason = (reason: unknown): reason is ReasonFor<'cancelled'> =>
  typeof reason === 'string' && isReasonFor('cancelled', reason);
