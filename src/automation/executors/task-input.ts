import type { JsonObject } from '../../conversations';
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
