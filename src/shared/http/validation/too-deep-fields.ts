import { type FieldProblem, isNestedWithin, MAX_NESTING } from '../../kernel';

/** The fields of a parsed JSON body that are nested too deeply; none for raw bytes. */
export function tooDeepFields(body: unknown): FieldProblem[] {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return [];
  return Object.entries(body)
    .filter(([, value]) => !isNestedWithin(value))
    .map(([field]) => ({ field, rule: `must not be nested deeper than ${MAX_NESTING} levels` }));
}
