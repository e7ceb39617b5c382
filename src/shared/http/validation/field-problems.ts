import type { ValidationError } from 'class-validator';
import type { FieldProblem } from '../../kernel';

const UNKNOWN_FIELD = 'whitelistValidation';
const NOT_AN_OBJECT: readonly string[] = ['unknownValue', 'nestedValidation'];

/** Flattens class-validator's tree: `items.0.name` and the rule without the field's name in front. */
export function fieldProblemsOf(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => ({
      field,
      rule: ruleOf(name, message, error.property),
    }));
    return [...own, ...fieldProblemsOf(error.children ?? [], field)];
  });
}

function ruleOf(constraint: string, message: string, property: string): string {
  if (constraint === UNKNOWN_FIELD) return 'is not a known field';
  if (NOT_AN_OBJECT.includes(constraint)) return 'must be an object';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
