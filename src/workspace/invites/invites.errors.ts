import { DomainError, notFound } from '../../shared/kernel';

/** The same for a token that is wrong, used, cancelled or expired. */
export const inviteNotFound = () => notFound('This invitation', 'INVITE.NOT_FOUND');

export const invitePending = () =>
  new DomainError('INVITE.PENDING', 'conflict', 'This address is invited already; send the invitation again instead.');

export const alreadyMember = () =>
  new DomainError('INVITE.ALREADY_MEMBER', 'conflict', 'This person is a member of the workspace already.');

export const otherAddress = () =>
  new DomainError('INVITE.OTHER_ADDRESS', 'forbidden', 'The invitation is for another e-mail address than yours.');
