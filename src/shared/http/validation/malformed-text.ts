import type { FieldProblem } from '../../kernel';

/** Half of a surrogate pair: no character, and neither UTF-8 nor a URL can carry it. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const RULE = 'must be well-formed Unicode';

/** Strings that are no text, wherever they stand in a request; validators and databases would stumble over them. */
export function malformedTextIn(value: unknown, field = ''): FieldProblem[] {
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? [{ field, rule: RULE }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) =>
    malformedTextIn(child, field === '' ? name : `${field}.${name}`),
  );
}
