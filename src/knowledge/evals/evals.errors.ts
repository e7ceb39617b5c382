import { DomainError, type FieldProblem, notFound } from '../../shared/kernel';
import type { GateVerdict } from '../domain/evals/proposed-change';

export const evalCaseNotFound = () => notFound('This case', 'EVAL.CASE_NOT_FOUND');
export const evalRunNotFound = () => notFound('This run', 'EVAL.RUN_NOT_FOUND');

export const tooManyEvalCases = (limit: number) =>
  new DomainError('EVAL.TOO_MANY_CASES', 'conflict', `A workspace keeps at most ${limit} cases.`);

export const noEvalCases = () =>
  new DomainError('EVAL.NO_CASES', 'conflict', 'There is no case to run. Add one, or name another set.');

export const changeIsGated = () =>
  new DomainError(
    'EVAL.CHANGE_GATED',
    'conflict',
    'Such a change must be tried on the golden sets first: start a run with it as `proposed`, then apply the run.',
  );

export const nothingProposed = () =>
  new DomainError('EVAL.NOTHING_PROPOSED', 'conflict', 'This run tried no change out.');

export const evalRunNotDone = () =>
  new DomainError('EVAL.RUN_NOT_DONE', 'conflict', 'The run is not done yet. Try again shortly.');

export const proposalInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('EVAL.PROPOSAL_INVALID', 'invalid', 'A change like this cannot be made.', { fields });

/** With how many cases pass as things are, and with the change. */
export const passRateLowered = ({ before, after, regressed }: GateVerdict, mayConfirm: boolean) =>
  new DomainError(
    'EVAL.PASS_RATE_LOWERED',
    'conflict',
    mayConfirm
      ? 'Fewer cases pass with this change. Apply it with `confirm` to make it nevertheless.'
      : 'Fewer cases pass with this change, and the workspace refuses such changes.',
    { facts: { passedBefore: before, passedAfter: after, regressed: regressed.join(','), mayConfirm } },
  );
