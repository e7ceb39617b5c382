import { z } from 'zod';
import type { FieldProblem } from '../../../shared/kernel';
import { parsePattern } from '../patterns/pattern';
import { type ExposedField, exposedFieldSchema, type FieldType, MAX_FIELDS } from './exposed-field';
import { problemOfValue } from './field-value';

export type ParsedFields = { ok: true; fields: ExposedField[] } | { ok: false; problems: FieldProblem[] };

const listSchema = z.array(exposedFieldSchema).max(MAX_FIELDS, `must be at most ${MAX_FIELDS}`);
const WITH_OPTIONS: readonly FieldType[] = ['select', 'multi_select'];
const WITH_PATTERN: readonly FieldType[] = ['string', 'text'];
const WITH_SIZE: readonly FieldType[] = ['string', 'text', 'number', 'multi_select'];

/** From whatever was sent to fields whose rules make sense, or to what is wrong at which place: `exposedFields.0.key`. */
export function parseFields(source: unknown): ParsedFields {
  const parsed = listSchema.safeParse(source);
  const problems = parsed.success
    ? problemsOfFields(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), rule: message }));
  if (parsed.success && problems.length === 0) return { ok: true, fields: parsed.data };
  return { ok: false, problems: problems.map(({ field, rule }) => ({ field: joined('exposedFields', field), rule })) };
}

function problemsOfFields(fields: readonly ExposedField[]): FieldProblem[] {
  return fields.flatMap((field, index) => {
    const isTaken = fields.findIndex(({ key }) => key === field.key) < index;
    const own = [...(isTaken ? [{ field: 'key', rule: 'is the key of another field' }] : []), ...problemsOf(field)];
    return own.map(({ field: place, rule }) => ({ field: `${index}.${place}`, rule }));
  });
}

function problemsOf(field: ExposedField): FieldProblem[] {
  const problems = [...optionProblems(field), ...validationProblems(field)];
  const { defaultValue } = field;
  if (problems.length > 0 || defaultValue === undefined || defaultValue === null) return problems;
  const rule = problemOfValue(field, defaultValue);
  return rule === null ? [] : [{ field: 'defaultValue', rule }];
}

function optionProblems({ type, options }: ExposedField): FieldProblem[] {
  const needed = WITH_OPTIONS.includes(type);
  if (needed && options === undefined) return [{ field: 'options', rule: `is required for ${type}` }];
  if (!needed && options !== undefined)
    return [{ field: 'options', rule: `is only for ${WITH_OPTIONS.join(' and ')}` }];
  const values = (options ?? []).map(({ value }) => value);
  return new Set(values).size < values.length ? [{ field: 'options', rule: 'must each have a value of its own' }] : [];
}

function validationProblems({ type, validation = {} }: ExposedField): FieldProblem[] {
  const { min, max, pattern } = validation;
  const sized = min !== undefined || max !== undefined;
  const problems = pattern === undefined ? [] : patternProblems(type, pattern);
  if (sized && !WITH_SIZE.includes(type))
    problems.push({ field: 'validation', rule: `min and max mean nothing for ${type}` });
  if (min !== undefined && max !== undefined && min > max)
    problems.push({ field: 'validation.min', rule: 'must not be greater than max' });
  return problems;
}

function patternProblems(type: FieldType, pattern: string): FieldProblem[] {
  const field = 'validation.pattern';
  if (!WITH_PATTERN.includes(type)) return [{ field, rule: 'is only for texts' }];
  const parsed = parsePattern(pattern);
  return parsed.ok ? [] : [{ field, rule: parsed.reason }];
}

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('.');
