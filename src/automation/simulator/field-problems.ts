import type { z } from 'zod';
import type { FieldProblem } from '../../shared/kernel';

/** What a schema refused, at the field as the client sent it. */
export function fieldProblemsOf({ issues }: z.ZodError, root: string): FieldProblem[] {
  return issues.map(({ path, message }) => ({ field: [root, ...path].join('.'), rule: message }));
}
