import { equals, isPlainObject } from '../bson';
import { compileFilter, isOperatorObject } from '../query';
import type { Document } from '../types';
import { boundsOf } from './conditions';

function implies(condition: unknown, required: unknown): boolean {
  if (equals(condition, required) || holdsAll(condition, required)) return true;
  const bounds = boundsOf(condition);
  const points = bounds.find((one) => one.kind === 'points');
  if (isPlainObject(required) && equals(required, { $exists: true })) {
    if (bounds.some((one) => one.kind === 'range')) return true; // a range never matches a missing field
    return points !== undefined && points.values.every((value) => value !== null);
  }
  if (points === undefined || points.values.includes(null)) return false;
  const filter = compileFilter(
    { field: isOperatorObject(required) ? required : { $eq: required } },
    { now: new Date(0) },
  );
  return points.values.every((value) => filter.test({ field: value }));
}

/** Operators that stand together all hold, so the required ones may be among others. */
function holdsAll(condition: unknown, required: unknown): boolean {
  if (!isOperatorObject(condition) || !isOperatorObject(required)) return false;
  return Object.entries(required).every(([name, value]) => name in condition && equals(condition[name], value));
}

/**
 * Whether every document that meets the conditions is in the partial index.
 * Conservative: false where it cannot be told, and then the index is not used.
 */
export function impliesPartialFilter(conditions: ReadonlyMap<string, unknown[]>, partial: Document): boolean {
  return Object.entries(partial).every(([field, required]) => {
    if (field === '$and' && Array.isArray(required)) {
      return required.every((part) => isPlainObject(part) && impliesPartialFilter(conditions, part));
    }
    if (field.startsWith('$')) return false;
    return (conditions.get(field) ?? []).some((condition) => implies(condition, required));
  });
}
