import type { Json, JsonObject } from '../../conversations';
import { DomainError } from '../../shared/kernel';

/** @throws DomainError AUTOMATION.TASK_MALFORMED: a program made the task, so it is at fault */
export function textOf(input: JsonObject, field: string): string {
  const value = input[field];
  if (typeof value === 'string') return value;
  throw new DomainError('AUTOMATION.TASK_MALFORMED', 'internal', `The task lacks "${field}".`);
}

/** `{}` when there is no text under that name. */
export function optionalText<Field extends string>(input: JsonObject, field: Field): { [Key in Field]?: string } {
  const value = input[field];
  return (typeof value === 'string' && value !== '' ? { [field]: value } : {}) as { [Key in Field]?: string };
}

export function textsOf(input: JsonObject, field: string): string[] {
  const value = input[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Empty when there is none under that name. */
export function objectOf(input: JsonObject, field: string): JsonObject {
  const value = input[field];
  return isObject(value) ? value : {};
}

export function objectsIn(input: JsonObject, field: string): JsonObject[] {
  const value = input[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
