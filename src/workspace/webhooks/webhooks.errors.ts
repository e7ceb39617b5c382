import { DomainError, notFound } from '../../shared/kernel';

export const webhookNotFound = () => notFound('This webhook', 'WEBHOOK.NOT_FOUND');

export const deliveryNotFound = () => notFound('This delivery', 'WEBHOOK.DELIVERY_NOT_FOUND');

export const tooManyWebhooks = (limit: number) =>
  new DomainError('WEBHOOK.TOO_MANY', 'conflict', `A workspace has at most ${limit} webhooks. Delete one first.`);

export const webhookIsOff = () =>
  new DomainError('WEBHOOK.OFF', 'conflict', 'The webhook is switched off. Switch it on first.');

export const webhookUrlRefused = (rule: string) =>
  new DomainError('WEBHOOK.URL_REFUSED', 'invalid', 'Nothing can be sent to this address.', {
    fields: [{ field: 'url', rule }],
  });
