import { Decimal128, Double, Int32, Long } from 'bson';

import {
  compareFinite,
  type Decimal,
  decimalToNumber,
  exactDecimal,
  finite,
  type FiniteDecimal,
  parseDecimal,
} from './decimal';

/** A numeric BSON value without its wrapper: double or int32 as number, int64 as bigint. */
export type Numeric = number | bigint | Decimal128;

/** Removes the wrapper of a numeric value. */
export function unwrap(value: unknown): Numeric {
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal128) return value;
  if (value instanceof Long) return value.toBigInt();
  return Number(value instanceof Double || value instanceof Int32 ? value.value : value);
}

/** Any numeric BSON value as a double (rounded when it does not fit). */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const numeric = unwrap(value);
  return numeric instanceof Decimal128 ? decimalToNumber(parseDecimal(numeric)) : Number(numeric);
}

function comparePlain(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a)); // equal, unless exactly one is NaN
}

/** The exact value of a number as a decimal; undefined for NaN and the infinities. */
export function exactValue(value: Numeric): FiniteDecimal | undefined {
  if (typeof value === 'bigint') return finite(value, 0);
  if (typeof value === 'number') return Number.isFinite(value) ? exactDecimal(value) : undefined;
  const parsed: Decimal = parseDecimal(value);
  return parsed.kind === 'finite' ? parsed : undefined;
}

/** Numeric order across int32, int64, double and Decimal128, exact; NaN equals NaN and comes first. */
export function compareNumbers(a: unknown, b: unknown): number {
  const x = unwrap(a);
  const y = unwrap(b);
  if (!(x instanceof Decimal128) && !(y instanceof Decimal128)) return comparePlain(x, y);
  const exactX = exactValue(x);
  const exactY = exactValue(y);
  if (exactX && exactY) return compareFinite(exactX, exactY);
  return comparePlain(exactX ? 0 : toNumber(x), exactY ? 0 : toNumber(y)); // beside NaN or an infinity any finite number will do
}
