import type { FieldProblem } from '../../../shared/kernel';
import { type Json, jsonBytes, type JsonObject } from '../json';
import type { ExposedField } from './exposed-field';
import { isEmpty, problemOfValue } from './field-value';

const MAX_CONFIG_BYTES = 32 * 1_024;

/** Every rule that the values break, each at `config.<key>`; none when they fit. What is absent or null has its default. */
export function validateConfig(fields: readonly ExposedField[], config: JsonObject): FieldProblem[] {
  if (jsonBytes(config) > MAX_CONFIG_BYTES)
    return [{ field: 'config', rule: `must be at most ${MAX_CONFIG_BYTES} bytes of JSON` }];
  const known = new Set(fields.map(({ key }) => key));
  const unknown = Object.keys(config).filter((key) => !known.has(key));
  return [
    ...unknown.map((key) => ({ field: `config.${key}`, rule: 'is no field of this flow' })),
    ...problemsOfValues(fields, config),
  ];
}

/** As `validateConfig`, but values of fields that there are no longer do no harm: a later version may know them again. */
export function problemsOfValues(fields: readonly ExposedField[], config: JsonObject): FieldProblem[] {
  return fields.flatMap((field) => problemsOfField(field, ownValue(config, field.key)));
}

/** The given values over the defaults: what the flow reads as `config`. */
export function effectiveConfig(fields: readonly ExposedField[], config: JsonObject): JsonObject {
  const values = fields.map(({ key, defaultValue }): [string, Json | undefined] => [
    key,
    ownValue(config, key) ?? defaultValue,
  ]);
  return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function problemsOfField(field: ExposedField, given: Json | undefined): FieldProblem[] {
  const value = given ?? field.defaultValue;
  if (field.required && isEmpty(value)) return [{ field: `config.${field.key}`, rule: 'is required' }];
  if (value === undefined || value === null || (value === '' && !field.required)) return [];
  const rule = problemOfValue(field, value);
  return rule === null ? [] : [{ field: `config.${field.key}`, rule }];
}

/** Own properties only: keys come from a request. */
function ownValue(config: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}
