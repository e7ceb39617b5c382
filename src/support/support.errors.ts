import { DomainError, type FieldProblem, notFound } from '../shared/kernel';
import { REOPEN_MS } from './domain/ticket-moves';

const DAYS = REOPEN_MS / 86_400_000;

export const ticketNotFound = () => notFound('This support ticket', 'SUPPORT_TICKET.NOT_FOUND');
export const attachmentNotFound = () => notFound('This file', 'SUPPORT_TICKET.FILE_NOT_FOUND');

export const ticketInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('SUPPORT_TICKET.INVALID', 'invalid', 'A support ticket cannot be like this.', { fields });

export const ticketStatusConflict = () =>
  new DomainError('SUPPORT_TICKET.STATUS', 'conflict', 'The ticket cannot become this from the status that it is in.');

export const ticketTooOld = () =>
  new DomainError(
    'SUPPORT_TICKET.TOO_OLD',
    'conflict',
    `It has been closed for more than ${DAYS} days: open a new ticket instead.`,
  );

export const ticketClosed = () =>
  new DomainError('SUPPORT_TICKET.CLOSED', 'conflict', 'The ticket is closed: open it again first.');

export const ticketContended = () =>
  new DomainError('SUPPORT_TICKET.CONTENDED', 'unavailable', 'Others are changing this ticket. Try again.');

export const tooManyFiles = (max: number) =>
  new DomainError('SUPPORT_TICKET.FILES', 'conflict', `A ticket has at most ${max} files.`);

export const fileNotTaken = () =>
  new DomainError(
    'SUPPORT_TICKET.FILE_TYPE',
    'invalid',
    'Tickets take PNG, JPEG, GIF, WebP, MP4, WebM, PDF and text in UTF-8.',
  );

export const noStorage = () =>
  new DomainError('SUPPORT_TICKET.STORAGE_UNSET', 'conflict', 'This installation keeps no files.');

export const ticketsOfNobody = () =>
  new DomainError('SUPPORT_TICKET.PEOPLE_ONLY', 'invalid', 'Only a person can ask for what is theirs.');

export const assigneeInvalid = () =>
  ticketInvalid([{ field: 'assigneeId', rule: 'must be a platform admin who can sign in' }]);
