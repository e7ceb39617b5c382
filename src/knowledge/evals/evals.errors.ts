import { DomainError, notFound } from '../../shared/kernel';

export const evalCaseNotFound = () => notFound('This case', 'EVAL.CASE_NOT_FOUND');
export const evalRunNotFound = () => notFound('This run', 'EVAL.RUN_NOT_FOUND');

export const tooManyEvalCases = (limit: number) =>
  new DomainError('EVAL.TOO_MANY_CASES', 'conflict', `A workspace keeps at most ${limit} cases.`);

export const noEvalCases = () =>
  new DomainError('EVAL.NO_CASES', 'conflict', 'There is no case to run. Add one, or name another set.');
