import { DomainError, notFound } from '../shared/kernel';
import type { FlowProblem } from './domain/compile/problem';

export const flowTemplateNotFound = () => notFound('The flow template', 'FLOWS.TEMPLATE_NOT_FOUND');
export const flowVersionNotFound = () => notFound('The flow version', 'FLOWS.VERSION_NOT_FOUND');

export function definitionInvalid(problems: readonly FlowProblem[]): DomainError {
  return new DomainError('FLOWS.DEFINITION_INVALID', 'invalid', 'The flow cannot be published as it is.', {
    fields: problems.map((problem) => ({ field: placeOf(problem), rule: problem.message })),
    details: { problems },
  });
}

export const publishConflict = () =>
  new DomainError(
    'FLOWS.PUBLISH_CONFLICT',
    'conflict',
    'Someone else published this flow at the same time. Try again.',
  );

function placeOf({ nodeId, edgeId, path }: FlowProblem): string {
  const parts = [
    nodeId === undefined ? [] : ['nodes', nodeId],
    edgeId === undefined ? [] : ['edges', edgeId],
    path ?? [],
  ];
  return parts.flat().join('.') || 'definition';
}
