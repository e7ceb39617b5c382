import { DomainError, notFound } from '../kernel';

export const tokenInvalid = () =>
  new DomainError('AUTH.TOKEN_INVALID', 'unauthenticated', 'Send a valid access token as a bearer token.');

export const ticketInvalid = () =>
  new DomainError(
    'AUTH.TICKET_INVALID',
    'unauthenticated',
    'This ticket was used, has expired, or is for another stream.',
  );

export const secondFactorRequired = () =>
  new DomainError(
    'AUTH.SECOND_FACTOR_REQUIRED',
    'forbidden',
    'Set up a second factor at /v1/me/second-factor and sign in with it.',
  );

export const workspaceNotFound = () => notFound('This workspace', 'WORKSPACE.NOT_FOUND');

export const workspaceSuspended = () =>
  new DomainError(
    'WORKSPACE.SUSPENDED',
    'forbidden',
    'This workspace is suspended. Ask whoever runs this installation.',
  );

export const forbidden = (words: string) => new DomainError('ACCESS.FORBIDDEN', 'forbidden', words);
