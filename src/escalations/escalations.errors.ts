import { DomainError, notFound } from '../shared/kernel';
import type { EscalationStatus } from './domain/transitions';

export const escalationNotFound = () => notFound('This escalation', 'ESCALATION.NOT_FOUND');

export const escalationClosed = (status: EscalationStatus) =>
  new DomainError('ESCALATION.CLOSED', 'conflict', `This escalation is ${status} already.`);

export const escalationIsOpen = () =>
  new DomainError('ESCALATION.OPEN', 'conflict', 'This escalation is open, so there is nothing to open again.');

export const escalationTaken = () =>
  new DomainError('ESCALATION.TAKEN', 'conflict', 'Somebody else works on this escalation. Assign it to take it over.');

export const escalationTooOld = (days: number) =>
  new DomainError(
    'ESCALATION.TOO_OLD',
    'conflict',
    `An escalation can be opened again for ${days} days after it was closed. Open a new one.`,
  );

export const escalationSuperseded = () =>
  new DomainError('ESCALATION.SUPERSEDED', 'conflict', 'The conversation has another open escalation.');

export const escalationAssigneeUnfit = () =>
  new DomainError('ESCALATION.ASSIGNEE', 'invalid', 'It can be given to members only who may work on escalations.', {
    fields: [{ field: 'assigneeId', rule: 'must be a member who may work on escalations' }],
  });

export const escalationNeedsMember = () =>
  new DomainError('ESCALATION.NEEDS_MEMBER', 'conflict', 'Only a member can take it; a program can assign it to one.');

export const escalationContended = () =>
  new DomainError('ESCALATION.CONTENDED', 'unavailable', 'Others are changing this escalation. Try again.');
