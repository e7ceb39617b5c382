import type { FieldProblem } from '../../../shared/kernel';
import { type OutcomeFields, type OutcomeWishes } from './outcome';

export const OUTCOME_FIELDS_MAX = 30;
export const OUTCOME_FIELD_MAX = 500;
const FIELD_NAME = /^[A-Za-z][\w-]{0,39}$/;
const MAX_VALUE = 1e12;

/** Normalised wishes, or everything that is wrong with them. */
export function checkOutcome({
  fields = {},
  value,
}: {
  fields?: Readonly<Record<string, unknown>>;
  value?: unknown;
}): { ok: true; value: OutcomeWishes } | { ok: false; problems: FieldProblem[] } {
  const problems = [...problemsOf(fields), ...problemOfValue(value)];
  if (problems.length > 0) return { ok: false, problems };
  const texts = Object.entries(fields).map(([name, text]) => [name, String(text).trim()] as const);
  const checked: OutcomeFields = Object.fromEntries(texts);
  return { ok: true, value: { fields: checked, ...(typeof value === 'number' ? { value } : {}) } };
}

function problemsOf(fields: Readonly<Record<string, unknown>>): FieldProblem[] {
  const entries = Object.entries(fields);
  if (entries.length > OUTCOME_FIELDS_MAX)
    return [{ field: 'fields', rule: `must be at most ${OUTCOME_FIELDS_MAX} fields` }];
  return entries.flatMap(([name, text]) => {
    if (!FIELD_NAME.test(name))
      return [{ field: 'fields', rule: 'must have names of a letter and up to 39 letters, digits, _ or -' }];
    return typeof text === 'string' && [...text].length <= OUTCOME_FIELD_MAX
      ? []
      : [{ field: `fields.${name}`, rule: `must be a text of at most ${OUTCOME_FIELD_MAX} characters` }];
  });
}

function problemOfValue(value: unknown): FieldProblem[] {
  if (value === undefined) return [];
  const fits = typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MAX_VALUE;
  return fits ? [] : [{ field: 'value', rule: `must be a number from 0 to ${MAX_VALUE}` }];
}
