import { DomainError, type FieldProblem, notFound } from '../../shared/kernel';

export const policyNotFound = () => notFound('The follow-up policy', 'FOLLOWUP.POLICY_NOT_FOUND');

/** With a field for each thing that does not fit. */
export const policyInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('FOLLOWUP.POLICY_INVALID', 'invalid', 'The follow-up policy is not valid.', { fields });

export const policiesFull = (most: number) =>
  new DomainError('FOLLOWUP.POLICIES_FULL', 'conflict', `There may be at most ${most} follow-up policies.`);

export const followupNotFound = () => notFound('The follow-up', 'FOLLOWUP.NOT_FOUND');

export const followupOver = (): DomainError =>
  new DomainError('FOLLOWUP.OVER', 'conflict', 'The follow-up does not wait any more.');

export const outsideWindow = (): DomainError =>
  new DomainError('FOLLOWUP.OUTSIDE_WINDOW', 'conflict', 'By then it is too late, or it is over already.');
