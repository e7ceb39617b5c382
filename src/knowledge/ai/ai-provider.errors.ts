import { DomainError, type FieldProblem, notFound } from '../../shared/kernel';

export const aiProviderNotFound = () => notFound('A provider of this workspace’s own', 'AI.PROVIDER_NOT_FOUND');

export const aiProviderInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('AI.PROVIDER_INVALID', 'invalid', 'A provider cannot be like this.', { fields });

export const aiKeyNeeded = () =>
  new DomainError('AI.KEY_NEEDED', 'invalid', 'A key is kept for its address only: give it again with the new one.', {
    fields: [{ field: 'apiKey', rule: 'must be given with another baseUrl' }],
  });

export const usageRangeInvalid = (maxDays: number) =>
  new DomainError('AI.RANGE_INVALID', 'invalid', `The range must be of 1 to ${maxDays} days.`, {
    fields: [{ field: 'from', rule: `must not be after "to", nor more than ${maxDays} days before it` }],
  });
