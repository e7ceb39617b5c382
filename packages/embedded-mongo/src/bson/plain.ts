import { Decimal128, Double, Int32, Long } from 'bson';

import { isPlainObject } from './kinds';

function plainNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : Long.fromBigInt(value);
  if (value instanceof Double || value instanceof Int32) return value.value;
  return value;
}

/** A decoded value in everyday JavaScript: `Double` and int64 become numbers where nothing is lost. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
  return value instanceof Decimal128 ? value : plainNumber(value);
}
