import { DomainError, type FieldProblem, notFound } from '../shared/kernel';
import type { CrmTaskStatus } from './domain/crm-task';
import type { OutcomeLinkKind, OutcomeStatus } from './outcomes/domain/outcome';

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

export const peopleOnly = () =>
  new DomainError('CRM.PEOPLE_ONLY', 'invalid', 'Only a person can ask for what is theirs.');

export const outcomeNotFound = () => notFound('This outcome', 'OUTCOME.NOT_FOUND');

export const outcomeInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('OUTCOME.INVALID', 'invalid', 'An outcome cannot be like this.', { fields });

export const outcomeStatusConflict = (status: OutcomeStatus) =>
  new DomainError(
    'OUTCOME.STATUS',
    'conflict',
    `It is ${status} already, has to be opened again first, or another one is open in the conversation.`,
  );

export const outcomeLinked = (kind: OutcomeLinkKind) =>
  new DomainError('OUTCOME.LINKED', 'conflict', `This request was turned into a ${kind} already.`);

export const contactTaken = () => new DomainError('CONTACT.TAKEN', 'conflict', 'Another contact has this external id.');

export const contactFieldNotFound = () => notFound('This field', 'CONTACT_FIELD.NOT_FOUND');

export const contactFieldInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CONTACT_FIELD.INVALID', 'invalid', 'A field cannot be like this.', { fields });

export const contactFieldTaken = () =>
  new DomainError('CONTACT_FIELD.TAKEN', 'conflict', 'A field with this key is declared already.');

export const pipelineNotFound = () => notFound('This pipeline', 'PIPELINE.NOT_FOUND');

export const pipelineInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('PIPELINE.INVALID', 'invalid', 'A pipeline cannot be like this.', { fields });

export const pipelineConflict = () =>
  new DomainError('PIPELINE.CONFLICT', 'conflict', 'Somebody changed it meanwhile, or a stage is in another pipeline.');

export const segmentNotFound = () => notFound('This segment', 'SEGMENT.NOT_FOUND');

export const segmentInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('SEGMENT.INVALID', 'invalid', 'A segment cannot be like this.', { fields });

export const crmJobNotFound = () => notFound('This job', 'CRM_JOB.NOT_FOUND');

export const importInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CONTACT_IMPORT.INVALID', 'invalid', 'This cannot be imported.', { fields });

export const mergeNotFound = () => notFound('This merge', 'CONTACT_MERGE.NOT_FOUND');

export const mergeInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('CONTACT_MERGE.INVALID', 'invalid', 'These contacts cannot be merged.', { fields });

export const mergeNotUndone = (why: string) => new DomainError('CONTACT_MERGE.NOT_UNDONE', 'conflict', why);
