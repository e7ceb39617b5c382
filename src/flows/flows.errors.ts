import { DomainError, type FieldProblem, notFound } from '../shared/kernel';
import type { FlowProblem } from './domain/compile/problem';
import { fieldProblemOf } from './domain/draft/check-content';
import type { FlowTestReport } from './domain/flow-test/flow-test-result';

export const flowTemplateNotFound = () => notFound('The flow template', 'FLOWS.TEMPLATE_NOT_FOUND');
export const flowVersionNotFound = () => notFound('The flow version', 'FLOWS.VERSION_NOT_FOUND');
export const flowDraftNotFound = () => notFound('The flow draft', 'FLOWS.DRAFT_NOT_FOUND');

export function definitionInvalid(problems: readonly FlowProblem[]): DomainError {
  return new DomainError('FLOWS.DEFINITION_INVALID', 'invalid', 'The flow cannot be published as it is.', {
    fields: problems.map(fieldProblemOf),
    details: { problems },
  });
}

/** A field for each failure, at the name of its test. */
export function flowTestsFailed({ results }: FlowTestReport): DomainError {
  const failed = results.filter(({ passed }) => !passed);
  return new DomainError('FLOWS.TESTS_FAILED', 'invalid', 'The flow does not pass its own tests.', {
    fields: failed.flatMap(({ name, failures }) =>
      failures.map(({ step, at, message }) => ({ field: `tests.${name}.steps.${step}.${at}`, rule: message })),
    ),
    facts: { failed: failed.length, tests: results.length },
  });
}

export const publishConflict = () =>
  new DomainError(
    'FLOWS.PUBLISH_CONFLICT',
    'conflict',
    'Someone else published this flow at the same time. Try again.',
  );

/** With the version that the draft has now. */
export const draftChanged = (version: number) =>
  new DomainError('FLOWS.DRAFT_CHANGED', 'conflict', 'Somebody changed this draft meanwhile.', { facts: { version } });

export const draftArchived = () =>
  new DomainError('FLOWS.DRAFT_ARCHIVED', 'conflict', 'The draft is archived: bring it back first.');

export const draftUnfit = (fields: readonly FieldProblem[]) =>
  new DomainError('FLOWS.DRAFT_UNFIT', 'invalid', 'The draft cannot be kept like this.', { fields });

export const fileInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('FLOWS.FILE_INVALID', 'invalid', 'The file holds no flow that can be taken in.', { fields });

export const versionArchived = () =>
  new DomainError('FLOWS.VERSION_ARCHIVED', 'conflict', 'The version is archived: bring it back first.');

export const currentVersionStays = () =>
  new DomainError(
    'FLOWS.CURRENT_VERSION',
    'conflict',
    'It is the current version of its template: choose another one first.',
  );
