import type { EvalResult } from './eval-case';

/** Cases of a run beside those of the one before it, by their ids. */
export interface EvalComparison {
  /** Passed before, fail now. */
  regressed: string[];
  /** Failed before, pass now. */
  fixed: string[];
  /** Not in the run before. */
  added: string[];
}

type Outcome = Pick<EvalResult, 'caseId' | 'passed'>;

export function comparedWith(before: readonly Outcome[], now: readonly Outcome[]): EvalComparison {
  const was = new Map(before.map(({ caseId, passed }) => [caseId, passed]));
  const idsWhere = (test: (outcome: Outcome) => boolean) => now.filter(test).map(({ caseId }) => caseId);
  return {
    regressed: idsWhere(({ caseId, passed }) => !passed && was.get(caseId) === true),
    fixed: idsWhere(({ caseId, passed }) => passed && was.get(caseId) === false),
    added: idsWhere(({ caseId }) => !was.has(caseId)),
  };
}
