import { DomainError, notFound } from '../../shared/kernel';

export const contactUnknown = () => notFound('This contact', 'CONTACT.NOT_FOUND');

export const requestNotFound = () => notFound('This request', 'PRIVACY.REQUEST_NOT_FOUND');

export const exportNotReady = () =>
  new DomainError('PRIVACY.EXPORT_NOT_READY', 'conflict', 'There is nothing to download yet, or any more.');

export const notFailed = () =>
  new DomainError('PRIVACY.NOT_FAILED', 'conflict', 'Only a request that has failed can be tried again.');

export const ownersOnly = () =>
  new DomainError('PRIVACY.OWNERS_ONLY', 'forbidden', 'Only an owner may take out the whole workspace.');
