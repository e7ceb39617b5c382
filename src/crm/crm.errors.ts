import { DomainError, type FieldProblem, notFound } from '../shared/kernel';
import type { CrmTaskStatus } from './domain/crm-task';
import type { OutcomeStatus } from './outcomes/domain/outcome';

export const contactNotFound = () => notFound('This contact', 'CONTACT.NOT_FOUND');
export const noteNotFound = () => notFound('This note', 'CONTACT_NOTE.NOT_FOUND');
export const taskNotFound = () => notFound('This task', 'CRM_TASK.NOT_FOUND');

export const contactInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CONTACT.INVALID', 'invalid', 'The contact cannot be changed like this.', { fields });

export const noteInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CONTACT_NOTE.INVALID', 'invalid', 'This is no text for a note.', { fields });

export const taskInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CRM_TASK.INVALID', 'invalid', 'A task cannot be like this.', { fields });

export const taskStatusConflict = (status: CrmTaskStatus) =>
  new DomainError('CRM_TASK.STATUS', 'conflict', `This task is ${status} already, or must be opened again first.`);

export const crmContended = () =>
  new DomainError('CRM.CONTENDED', 'unavailable', 'Others are changing this at the same moment. Try again.');

export const outcomeNotFound = () => notFound('This outcome', 'OUTCOME.NOT_FOUND');

export const outcomeInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('OUTCOME.INVALID', 'invalid', 'An outcome cannot be like this.', { fields });

export const outcomeStatusConflict = (status: OutcomeStatus) =>
  new DomainError(
    'OUTCOME.STATUS',
    'conflict',
    `It is ${status} already, has to be opened again first, or another one is open in the conversation.`,
  );
