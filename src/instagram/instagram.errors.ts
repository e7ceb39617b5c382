import { DomainError, notFound } from '../shared/kernel';

export const accountTaken = () =>
  new DomainError(
    'ACCOUNT.TAKEN',
    'conflict',
    'This Instagram account is connected already, here or in another workspace. It must be disconnected there first.',
  );

export const accountNotFound = () => notFound('This account', 'ACCOUNT.NOT_FOUND');

/** The same for one that is wrong, used, expired or of somebody else. */
export const loginNotFound = () => notFound('This login', 'CONNECT.LOGIN_NOT_FOUND');

export const notConfigured = () =>
  new DomainError(
    'CONNECT.NOT_CONFIGURED',
    'conflict',
    'This installation cannot connect accounts: its Instagram app is not set up.',
  );

export const otherAccount = () =>
  new DomainError(
    'CONNECT.OTHER_ACCOUNT',
    'conflict',
    'The login was at another Instagram account than the one that is to be connected again.',
  );

export const disconnectedAccount = () =>
  new DomainError('ACCOUNT.DISCONNECTED', 'conflict', 'The account is disconnected: connect it first.');

export const sameWorkspace = () =>
  new DomainError('ACCOUNT.SAME_WORKSPACE', 'conflict', 'The account belongs to this workspace already.');

/** Why a login came to nothing; the code stands in the address that the person is sent to. */
export class LoginRefused extends DomainError {}

const refused = (code: string, message: string) => () => new LoginRefused(`CONNECT.${code}`, 'conflict', message);

export const loginDenied = refused('DENIED', 'The owner of the account has not agreed.');
export const stateInvalid = refused('STATE_INVALID', 'The login was not begun here.');
export const stateExpired = refused('STATE_EXPIRED', 'The login has taken too long. Begin again.');
export const stateUsed = refused('STATE_USED', 'The login was finished already. Begin again.');
export const codeRefused = refused('CODE_REFUSED', 'Instagram did not accept the login. Begin again.');
export const scopesMissing = refused('SCOPES_MISSING', 'All permissions are needed: begin again and grant them.');
export const notProfessional = refused(
  'NO_PROFESSIONAL_ACCOUNT',
  'Only professional accounts can be connected: switch to one in the Instagram app.',
);
export const instagramAway = refused('UNAVAILABLE', 'Instagram could not be reached. Begin again.');
