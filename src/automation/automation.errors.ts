import { DomainError, notFound } from '../shared/kernel';

export const automationNotFound = () => notFound('The automation', 'AUTOMATION.NOT_FOUND');

export const configInvalid = (rule: string) =>
  new DomainError('AUTOMATION.CONFIG_INVALID', 'invalid', 'The configuration of the automation is not valid.', {
    fields: [{ field: 'config', rule }],
  });
