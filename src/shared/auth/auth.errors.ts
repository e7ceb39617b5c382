import { DomainError, notFound } from '../kernel';

export const tokenInvalid = () =>
  new DomainError('AUTH.TOKEN_INVALID', 'unauthenticated', 'Send a valid access token as a bearer token.');

export const workspaceNotFound = () => notFound('This workspace', 'WORKSPACE.NOT_FOUND');

export const forbidden = (words: string) => new DomainError('ACCESS.FORBIDDEN', 'forbidden', words);
