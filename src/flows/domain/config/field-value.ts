import { isNestedWithin } from '../../../shared/kernel';
import type { Json } from '../json';
import { jsonBytes } from '../json';
import { parsePattern } from '../patterns/pattern';
import type { ExposedField, FieldType } from './exposed-field';

const MAX_STRING = 500;
const MAX_TEXT = 4_000;
const MAX_JSON_BYTES = 16 * 1_024;
const MAX_JSON_LEVELS = 10;

/** Which rule of its field the value breaks, or null. `value` is neither null nor absent. */
export function problemOfValue(field: ExposedField, value: Json): string | null {
  return RULES[field.type](field, value);
}

/** Absent, or as good as that: null, and for required fields also an empty text or list. */
export function isEmpty(value: Json | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

type Rule = (field: ExposedField, value: Json) => string | null;

const RULES: Readonly<Record<FieldType, Rule>> = {
  string: (field, value) => problemOfText(field, value, MAX_STRING),
  text: (field, value) => problemOfText(field, value, MAX_TEXT),
  number: problemOfNumber,
  boolean: (_, value) => (typeof value === 'boolean' ? null : 'must be true or false'),
  select: (field, value) =>
    isOption(field, value) ? null : `must be one of: ${valuesOf(field).slice(0, 20).join(', ')}`,
  multi_select: problemOfChoice,
  json: (_, value) => {
    if (!isNestedWithin(value, MAX_JSON_LEVELS)) return `must not be nested deeper than ${MAX_JSON_LEVELS} levels`;
    return jsonBytes(value) <= MAX_JSON_BYTES ? null : `must be at most ${MAX_JSON_BYTES} bytes of JSON`;
  },
};

function problemOfText({ validation = {} }: ExposedField, value: Json, most: number): string | null {
  if (typeof value !== 'string') return 'must be a text';
  const length = [...value].length;
  const { min = 0, max = most, pattern } = validation;
  if (length > Math.min(max, most)) return `must have at most ${Math.min(max, most)} characters`;
  if (length < min) return `must have at least ${min} characters`;
  return pattern === undefined || matches(pattern, value) ? null : `must match ${pattern}`;
}

/** A pattern that is none matches nothing; no version is published with one. */
function matches(pattern: string, value: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && parsed.test(value);
}

function problemOfNumber({ validation = {} }: ExposedField, value: Json): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  return problemOfSize(value, validation);
}

function problemOfChoice(field: ExposedField, value: Json): string | null {
  if (!Array.isArray(value)) return 'must be a list';
  const other = value.find((member) => !isOption(field, member));
  if (other !== undefined) return `must hold nothing but: ${valuesOf(field).slice(0, 20).join(', ')}`;
  if (new Set(value).size < value.length) return 'must not name anything twice';
  const problem = problemOfSize(value.length, field.validation ?? {});
  return problem === null ? null : `${problem} (members)`;
}

function problemOfSize(size: number, { min, max }: NonNullable<ExposedField['validation']>): string | null {
  if (min !== undefined && size < min) return `must be at least ${min}`;
  return max !== undefined && size > max ? `must be at most ${max}` : null;
}

const valuesOf = ({ options = [] }: ExposedField): string[] => options.map(({ value }) => value);

const isOption = (field: ExposedField, value: Json): boolean =>
  typeof value === 'string' && valuesOf(field).includes(value);
