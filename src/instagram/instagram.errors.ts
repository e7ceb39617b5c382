import { DomainError, notFound } from '../shared/kernel';
import type { GraphFailure } from '../shared/providers/meta-graph';

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

export const accountNotUsable = () =>
  new DomainError('ACCOUNT.NOT_USABLE', 'conflict', 'Instagram does not let this account be used now: see its health.');

export const historySyncNotFound = () => notFound('This reading', 'HISTORY.NOT_FOUND');

/** What Instagram said to an act on a comment. */
export function commentRefused({ class: kind, message, code, retryAfterMs }: GraphFailure): DomainError {
  const details = { code };
  if (kind === 'limited') {
    const retryAfterSeconds = Math.ceil(retryAfterMs / 1_000);
    return new DomainError('COMMENT.LIMITED', 'rate-limited', message, { details, retryAfterSeconds });
  }
  if (kind === 'transient')
    return new DomainError('COMMENT.UNAVAILABLE', 'unavailable', 'Instagram could not be reached.', { details });
  return new DomainError('COMMENT.REFUSED', 'conflict', `Instagram refuses: ${message}`, { details });
}

/** Not to be repeated before somebody has looked. */
export const commentUncertain = () =>
  new DomainError(
    'COMMENT.UNCERTAIN',
    'unavailable',
    'Instagram has not said whether it took the answer: look at the post before it is tried again.',
  );

export const publicReplyInvalid = (rule: string) =>
  new DomainError('COMMENT.TEXT', 'invalid', rule, { fields: [{ field: 'text', rule }] });

export const mockAccount = () =>
  new DomainError('ACCOUNT.MOCK', 'conflict', 'This account is made up: Instagram knows nothing of it.');

export const notMock = () =>
  new DomainError('ACCOUNT.NOT_MOCK', 'conflict', 'Only an account that is made up takes made-up messages.');

/** What Instagram said when an account was set up. */
export function setUpRefused({ class: kind, message, code, retryAfterMs }: GraphFailure): DomainError {
  const facts = { reason: code };
  if (kind === 'limited') {
    const retryAfterSeconds = Math.ceil(retryAfterMs / 1_000);
    return new DomainError('ACCOUNT.LIMITED', 'rate-limited', message, { facts, retryAfterSeconds });
  }
  if (kind === 'transient')
    return new DomainError('ACCOUNT.UNAVAILABLE', 'unavailable', 'Instagram could not be reached.', { facts });
  return new DomainError('ACCOUNT.REFUSED', 'conflict', `Instagram refuses: ${message}`, { facts });
}

export const setUpInvalid = (field: string, rule: string) =>
  new DomainError('ACCOUNT.SET_UP_INVALID', 'invalid', rule, { fields: [{ field, rule }] });
