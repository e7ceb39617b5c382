import { DomainError, type FieldProblem, notFound } from '../shared/kernel';

export const emailTaken = () => new DomainError('USER.EMAIL_TAKEN', 'conflict', 'A user with this e-mail exists.');

/** Says the same for an unknown user, a wrong password and a disabled user. */
export const loginFailed = () =>
  new DomainError('AUTH.LOGIN_FAILED', 'unauthenticated', 'E-mail or password is wrong.');

export const weakPassword = (rule: string) =>
  new DomainError('USER.WEAK_PASSWORD', 'invalid', 'Choose another password.', {
    fields: [{ field: 'password', rule }],
  });

export const memberNotFound = () => notFound('This member', 'MEMBER.NOT_FOUND');

export const aboveOwnRole = () =>
  new DomainError('MEMBER.ABOVE_OWN_ROLE', 'forbidden', 'You cannot give, change or take away a role above your own.');

export const lastOwner = () =>
  new DomainError('MEMBER.LAST_OWNER', 'conflict', 'A workspace keeps an owner: transfer the ownership first.');

export const wrongPassword = () =>
  new DomainError('AUTH.PASSWORD_WRONG', 'forbidden', 'The password is wrong.', {
    fields: [{ field: 'password', rule: 'must be your password' }],
  });

export const peopleOnly = () =>
  new DomainError('ACCESS.PEOPLE_ONLY', 'forbidden', 'Only a person who is signed in may do this.');

export const unknownSettings = () => notFound('This group of settings', 'SETTINGS.UNKNOWN_GROUP');

export const settingsInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('SETTINGS.INVALID', 'invalid', 'Some values cannot be stored.', { fields });

export const settingsReadOnly = () =>
  new DomainError('SETTINGS.READ_ONLY', 'forbidden', 'Parley notes these by itself; they cannot be set.');

export const settingsVersionConflict = (version: number) =>
  new DomainError(
    'SETTINGS.VERSION_CONFLICT',
    'conflict',
    `Somebody changed these settings; version ${version} is there.`,
  );

export const refreshRefused = () =>
  new DomainError('AUTH.REFRESH_REFUSED', 'unauthenticated', 'This session has ended. Sign in again.');

export const refreshSuperseded = () =>
  new DomainError(
    'AUTH.REFRESH_SUPERSEDED',
    'conflict',
    'Another request has just used this refresh token. Go on with the tokens that it got.',
  );

export const challengeInvalid = () =>
  new DomainError('AUTH.CHALLENGE_INVALID', 'unauthenticated', 'Begin again: send e-mail and password.');

export const codeWrong = () =>
  new DomainError('AUTH.CODE_WRONG', 'unauthenticated', 'The code is wrong, was used already, or is too old.');

export const linkInvalid = () =>
  new DomainError('AUTH.LINK_INVALID', 'invalid', 'This link was used already or has expired. Ask for a new one.');

export const secondFactorExists = () =>
  new DomainError('SECOND_FACTOR.EXISTS', 'conflict', 'A second factor is set up already.');

export const secondFactorMissing = () =>
  new DomainError('SECOND_FACTOR.NOT_SET_UP', 'conflict', 'No second factor waits for a code. Begin to set one up.');

export const soleOwner = (workspaceIds: readonly string[]) =>
  new DomainError(
    'USER.SOLE_OWNER',
    'conflict',
    'You are the only owner of workspaces with other members. Hand those over or remove the members first.',
    { fields: workspaceIds.map((id) => ({ field: `workspaces.${id}`, rule: 'needs another owner' })) },
  );

export const tooManyApiKeys = (limit: number) =>
  new DomainError('API_KEY.TOO_MANY', 'conflict', `A workspace has at most ${limit} API keys. Revoke one first.`);

export const apiKeyExceeds = (permissions: readonly string[]) =>
  new DomainError('API_KEY.EXCEEDS_CREATOR', 'forbidden', 'A key cannot do more than who creates it.', {
    fields: permissions.map((permission) => ({ field: 'permissions', rule: `must not have ${permission}` })),
  });

export const notProvisional = () =>
  new DomainError('USER.NOT_PROVISIONAL', 'conflict', 'The user has an address and a password already.');
