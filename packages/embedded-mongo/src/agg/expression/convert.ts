import { Decimal128, ObjectId, Timestamp } from 'bson';

import {
  BsonType,
  bsonType,
  double,
  fitsLong,
  isInt32,
  isNullish,
  isNumeric,
  toBigInt,
  toDecimal,
  toNumber,
  typeName,
  Width,
  widthOf,
} from '../../bson';
import { buildDecimal } from '../../bson/decimal';
import { roundDecimal } from '../../bson/decimal-math';
import { fail, MongoError } from '../../errors';
import { isTruthy } from '../../query/predicates';
import { parseDate } from './date-text';
import { namedArguments, type Operator, type OperatorEntry, unary } from './define';
import { UTC } from './time-zone';

const SUFFIX = 'in $convert with no onError value';

function unsupported(value: unknown, target: string): never {
  return fail(241, `Unsupported conversion from ${typeName(value)} to ${target} ${SUFFIX}`);
}

const overflow = (): never => fail(241, `Conversion would overflow target type ${SUFFIX}`);

const badNumber = (text: string): never => fail(241, `Failed to parse number '${text}' ${SUFFIX}`);

/** A numeric value cut to a whole number. */
function truncated(value: unknown): bigint {
  const width = widthOf(value);
  if (width <= Width.long) return toBigInt(value);
  if (width === Width.double) {
    const number = toNumber(value);
    return Number.isFinite(number) ? BigInt(Math.trunc(number)) : overflow();
  }
  const decimal = roundDecimal(toDecimal(value), 0, 'truncate');
  if (decimal.kind !== 'finite' || decimal.exponent > 40) return overflow();
  return decimal.coefficient * 10n ** BigInt(Math.max(0, decimal.exponent));
}

function integerOf(value: unknown, target: string): bigint {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (isNumeric(value)) return truncated(value);
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) ? BigInt(value.replace('+', '')) : badNumber(value);
  return unsupported(value, target);
}

function toInt(value: unknown): number {
  const integer = Number(integerOf(value, 'int'));
  return isInt32(integer) ? integer : overflow();
}

function toLong(value: unknown): bigint {
  const integer = value instanceof Date ? BigInt(value.getTime()) : integerOf(value, 'long');
  return fitsLong(integer) ? integer : overflow();
}

const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

function textToNumber(text: string): number {
  if (!NUMBER_TEXT.test(text)) return badNumber(text);
  if (/nan/i.test(text)) return NaN;
  return /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

function toDouble(value: unknown): unknown {
  if (typeof value === 'boolean') return double(value ? 1 : 0);
  if (isNumeric(value)) return double(toNumber(value));
  if (value instanceof Date) return double(value.getTime());
  return typeof value === 'string' ? double(textToNumber(value)) : unsupported(value, 'double');
}

function toDecimal128(value: unknown): Decimal128 {
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (isNumeric(value)) return value instanceof Decimal128 ? value : buildDecimal(toDecimal(value));
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (typeof value !== 'string') return unsupported(value, 'decimal');
  return NUMBER_TEXT.test(value) ? Decimal128.fromStringWithRounding(value) : badNumber(value);
}

function numberToText(value: unknown): string {
  if (value instanceof Decimal128) return value.toString();
  if (widthOf(value) <= Width.long) return String(toBigInt(value));
  const number = toNumber(value);
  return Object.is(number, -0) ? '-0' : String(number);
}

/** `$toString` of a value that has a text. */
export function convertToText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (isNumeric(value)) return numberToText(value);
  if (value instanceof Date) return value.toISOString();
  return value instanceof ObjectId ? value.toHexString() : unsupported(value, 'string');
}

function toObjectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string') return unsupported(value, 'objectId');
  if (!/^[0-9a-fA-F]{24}$/.test(value)) fail(241, `Failed to parse objectId '${value}' ${SUFFIX}`);
  return new ObjectId(value);
}

function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  if (typeof value === 'string')
    return parseDate(value, undefined, UTC) ?? fail(241, `Error parsing date string '${value}'`);
  if (!isNumeric(value) || bsonType(value) === BsonType.int) return unsupported(value, 'date');
  return new Date(Number(truncated(value)));
}

function toBool(value: unknown): boolean {
  return isTruthy(value);
}

type Conversion = (value: unknown) => unknown;

const CONVERSIONS: ReadonlyMap<number, Conversion> = new Map<number, Conversion>([
  [BsonType.double, toDouble],
  [BsonType.string, convertToText],
  [BsonType.objectId, toObjectId],
  [BsonType.bool, toBool],
  [BsonType.date, toDate],
  [BsonType.int, toInt],
  [BsonType.long, toLong],
  [BsonType.decimal, toDecimal128],
]);

function conversionTo(target: unknown): Conversion {
  const spec = target !== null && typeof target === 'object' && 'type' in target ? target.type : target;
  const code =
    typeof spec === 'string'
      ? (BsonType as Readonly<Record<string, number>>)[spec]
      : isNumeric(spec)
        ? toNumber(spec)
        : undefined;
  if (code === undefined) fail(typeof spec === 'string' ? 2 : 9, `Unknown type name: ${String(spec)}`);
  return CONVERSIONS.get(code) ?? (() => fail(241, `Unsupported conversion to type ${String(spec)} ${SUFFIX}`));
}

const convert: Operator = (argument, scope, compile) => {
  const names = { required: ['input', 'to'], optional: ['onError', 'onNull'] } as const;
  const args = namedArguments<'input' | 'to' | 'onError' | 'onNull'>('$convert', argument, names, (one) =>
    compile(one, scope),
  );
  return (doc) => {
    const value = args.input(doc);
    const target = args.to(doc);
    if (isNullish(value)) return args.has('onNull') ? args.onNull(doc) : null;
    if (isNullish(target)) return null;
    const conversion = conversionTo(target);
    try {
      return conversion(value);
    } catch (error) {
      if (args.has('onError') && error instanceof MongoError && error.code === 241) return args.onError(doc);
      throw error;
    }
  };
};

const shorthand = (name: string, conversion: Conversion): OperatorEntry =>
  unary(name, (value) => (isNullish(value) ? null : conversion(value)));

/** Types and conversions. */
export const CONVERT: readonly OperatorEntry[] = [
  ['$convert', convert],
  shorthand('$toInt', toInt),
  shorthand('$toLong', toLong),
  shorthand('$toDouble', toDouble),
  shorthand('$toDecimal', toDecimal128),
  shorthand('$toString', convertToText),
  shorthand('$toObjectId', toObjectId),
  shorthand('$toDate', toDate),
  shorthand('$toBool', toBool),
  unary('$type', typeName),
  unary('$isNumber', isNumeric),
];
