import { DomainError } from '../../shared/kernel';
import type { FallbackReason } from '../domain/reply/reply-proposal';
import type { RewriteProblem } from '../domain/writing/rewriting';

const WHY: Readonly<Record<FallbackReason, string>> = {
  no_provider: 'No language model is set up here, and nothing else rewrites texts.',
  no_budget: 'The budget of language models is used up.',
  ai_unavailable: 'The language model does not answer now.',
  refused: 'The language model would not rewrite this text.',
  invalid_output: 'The language model gave no usable text.',
};

export const rewriteFailed = (reason: FallbackReason): DomainError =>
  new DomainError('WRITING.UNAVAILABLE', 'unavailable', WHY[reason], { facts: { reason } });

/** Twice the result said something else. */
export const rewriteRefused = (problems: readonly RewriteProblem[]): DomainError => {
  const found = [...new Set(problems.map((problem) => problem.found).filter((one) => one !== ''))].join(', ');
  const rules = [...new Set(problems.map(({ rule }) => rule))].join(', ');
  const message = 'The rewritten text would have said something else, and was thrown away.';
  return new DomainError('WRITING.CHANGED_MEANING', 'conflict', message, { facts: { rules, found } });
};
