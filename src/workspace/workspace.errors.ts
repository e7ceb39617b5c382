import { DomainError } from '../shared/kernel';

export const emailTaken = () => new DomainError('USER.EMAIL_TAKEN', 'conflict', 'A user with this e-mail exists.');

/** Says the same for an unknown user, a wrong password and a disabled user. */
export const loginFailed = () =>
  new DomainError('AUTH.LOGIN_FAILED', 'unauthenticated', 'E-mail or password is wrong.');

export const weakPassword = (rule: string) =>
  new DomainError('USER.WEAK_PASSWORD', 'invalid', 'Choose another password.', {
    fields: [{ field: 'password', rule }],
  });
