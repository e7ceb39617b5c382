import { Binary, ObjectId } from 'bson';

import {
  BsonType,
  bsonType,
  compare,
  equals,
  identity,
  isNullish,
  isNumeric,
  isRegex,
  Rank,
  toNumber,
  typeRank,
  unwrap,
} from '../bson';
import { fail } from '../errors';
import type { Collator } from '../types';
import { isOperatorObject, type Predicate } from './path';
import { compileRegex } from './regex';

/** A condition on a single value, arrays not taken apart. */
export type ValueTest = (value: unknown) => boolean;

/** Applies a test to a value and, when it is an array, to each of its elements. */
export function orAnyElement(test: ValueTest): Predicate {
  return (value, state) => {
    if (test(value)) return true;
    if (!Array.isArray(value)) return false;
    for (let index = 0; index < value.length; index++) {
      if (!test(value[index])) continue;
      if (state) state.index = index;
      return true;
    }
    return false;
  };
}

/** Equality; null also means missing. */
export function equalTo(wanted: unknown, collator: Collator | undefined): ValueTest {
  if (isNullish(wanted)) return isNullish;
  if (typeof wanted === 'string' && !collator)
    return (value) => value === wanted || (typeof value === 'object' && equals(value, wanted));
  if (wanted instanceof ObjectId) return (value) => value instanceof ObjectId && value.equals(wanted);
  if (typeof wanted === 'boolean') return (value) => value === wanted;
  return (value) => equals(value, wanted, collator);
}

/** A regular expression as a condition: strings that match, or the same expression stored. */
export function matchesPattern(pattern: unknown, options?: string): ValueTest {
  const regex = compileRegex(pattern, options);
  return (value) =>
    typeof value === 'string' ? regex.test(value) : isRegex(value) && isRegex(pattern) && equals(value, pattern);
}

const ORDER_TESTS: Readonly<Record<string, (order: number) => boolean>> = {
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
};

const isNaNValue = (value: unknown): boolean => isNumeric(value) && Number.isNaN(toNumber(value));

/** `$lt $lte $gt $gte`: only within one type, except that MinKey and MaxKey bound everything. */
export function ordered(operator: string, bound: unknown, collator: Collator | undefined): ValueTest {
  const accepts = ORDER_TESTS[operator] ?? fail(2, `unknown operator: ${operator}`);
  const orEqual = operator.endsWith('e');
  if (isRegex(bound)) fail(2, `Can't have RegEx as arg to predicate over field '${operator}'.`);
  if (isNullish(bound)) return orEqual ? isNullish : () => false;
  const rank = typeRank(bound);
  const outer = rank === Rank.minKey || rank === Rank.maxKey;
  const boundIsNaN = isNaNValue(bound);
  return (value) => {
    if (!outer && typeRank(value) !== rank) return false;
    const order = compare(value, bound, collator);
    if (order === 0) return orEqual;
    return !boundIsNaN && !isNaNValue(value) && accepts(order);
  };
}

function inStrings(strings: readonly string[], collator: Collator | undefined): ValueTest {
  if (collator)
    return (value) => typeof value === 'string' && strings.some((text) => collator.compare(text, value) === 0);
  const known = new Set(strings);
  return (value) => typeof value === 'string' && known.has(value);
}

function inOthers(values: readonly unknown[], collator: Collator | undefined): ValueTest {
  if (values.length < 8 || collator) return (value) => values.some((one) => equals(one, value, collator));
  const known = new Set(values.map((value) => identity(value)));
  return (value) => known.has(identity(value));
}

/** `$in`: by hash for long lists. */
export function oneOf(list: unknown, collator: Collator | undefined): ValueTest {
  if (!Array.isArray(list)) return fail(2, '$in needs an array');
  const values = list as unknown[];
  if (values.some(isOperatorObject)) fail(2, 'cannot nest $ under $in');
  const patterns = values.filter(isRegex).map((pattern) => matchesPattern(pattern));
  const strings = values.filter((value) => typeof value === 'string');
  const others = values.filter((value) => typeof value !== 'string' && !isRegex(value) && !isNullish(value));
  const admitsNull = values.some(isNullish);
  const isString = inStrings(strings, collator);
  const isOther = inOthers(others, collator);
  return (value) => {
    if (isNullish(value)) return admitsNull;
    if (typeof value === 'string' ? isString(value) : others.length > 0 && isOther(value)) return true;
    return patterns.length > 0 && patterns.some((matches) => matches(value));
  };
}

const NUMBER_TYPES = [BsonType.double, BsonType.int, BsonType.long, BsonType.decimal];

function typeCodes(spec: unknown): readonly number[] {
  if (spec === 'number') return NUMBER_TYPES;
  if (typeof spec === 'string') {
    const code = (BsonType as Readonly<Record<string, number>>)[spec];
    return [code ?? fail(2, `Unknown type name alias: ${spec}`)];
  }
  if (!isNumeric(spec)) fail(14, 'type must be represented as a number or a string');
  const code = toNumber(spec);
  if (!(Object.values(BsonType) as number[]).includes(code)) fail(2, `Invalid numerical type code: ${code}`);
  return [code];
}

/** `$type` with one or several names or codes. */
export function hasType(spec: unknown): ValueTest {
  const wanted = new Set((Array.isArray(spec) ? (spec as unknown[]) : [spec]).flatMap(typeCodes));
  if (wanted.size === 0) fail(9, 's must match at least one type');
  return (value) => wanted.has(bsonType(value));
}

function integral(value: unknown, message: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  return Number.isFinite(number) ? Math.trunc(number) : fail(2, message);
}

/** `$mod: [divisor, remainder]`, both truncated towards zero. */
export function hasRemainder(spec: unknown): ValueTest {
  if (!Array.isArray(spec) || spec.length !== 2) return fail(2, 'malformed mod, needs to be an array of two numbers');
  const divisor = BigInt(integral(spec[0], 'malformed mod, divisor not a number'));
  const remainder = BigInt(integral(spec[1], 'malformed mod, remainder not a number'));
  if (divisor === 0n) fail(2, 'divisor cannot be 0');
  return (value) => {
    if (!isNumeric(value)) return false;
    const number = unwrap(value);
    if (typeof number === 'bigint') return number % divisor === remainder;
    const double = toNumber(number);
    return Number.isFinite(double) && BigInt(Math.trunc(double)) % divisor === remainder;
  };
}

/** `$size`: a whole number that is not negative. */
export function hasSize(spec: unknown): Predicate {
  const size = isNumeric(spec) ? toNumber(spec) : fail(2, `Failed to parse $size. Expected a number`);
  if (!Number.isInteger(size)) fail(2, `Failed to parse $size. Expected an integer: $size: ${size}`);
  if (size < 0) fail(2, `Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === size;
}

type BitReader = (position: number) => boolean;

function bitsOf(value: unknown): BitReader | undefined {
  if (value instanceof Binary) {
    const bytes = value.buffer.subarray(0, value.position);
    return (position) => (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) === 1;
  }
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) return undefined;
  const number = unwrap(value);
  const whole = typeof number === 'bigint' ? number : BigInt(toNumber(number));
  if (BigInt.asIntN(64, whole) !== whole) return undefined;
  return (position) => ((whole >> BigInt(Math.min(position, 63))) & 1n) === 1n; // the sign fills the places above
}

function bitPositions(operator: string, mask: unknown): number[] {
  if (Array.isArray(mask)) {
    return mask.map((position: unknown) => {
      const at = integral(position, `bit positions must be an integer but got: ${String(position)}`);
      return at >= 0 ? at : fail(2, `bit positions must be >= 0 but got: ${at}`);
    });
  }
  if (isNumeric(mask) && toNumber(mask) < 0) fail(9, `${operator} expects a non-negative number in: ${toNumber(mask)}`);
  const isSet =
    bitsOf(mask) ?? fail(2, `${operator} takes an Array, a number, or a BinData but received: ${String(mask)}`);
  const length = mask instanceof Binary ? mask.position * 8 : 63;
  return Array.from({ length }, (_, position) => position).filter(isSet);
}

/** `$bitsAllSet $bitsAnySet $bitsAllClear $bitsAnyClear`. */
export function hasBits(operator: string, mask: unknown): ValueTest {
  const positions = bitPositions(operator, mask);
  const wanted = operator.endsWith('Set');
  const all = operator.startsWith('$bitsAll');
  return (value) => {
    const isSet = bitsOf(value);
    if (!isSet) return false;
    const fits = (position: number): boolean => isSet(position) === wanted;
    return all ? positions.every(fits) : positions.some(fits);
  };
}

/** The truth value MongoDB gives to the argument of `$exists` and the like. */
export function isTruthy(value: unknown): boolean {
  if (isNullish(value) || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}
