import type { BSONRegExp } from 'bson';

import type { Document } from '../types';

/** BSON type codes (https://bsonspec.org/spec.html) of the types this store knows. */
export const BsonType = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

/** Position of each type in MongoDB's comparison order; equal ranks compare by value. */
export const Rank = {
  minKey: 1,
  missing: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binData: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  javascript: 60,
  javascriptWithScope: 65,
  maxKey: 255,
} as const;

/** The index key of an empty array: it sorts before null, as in MongoDB. */
export const EMPTY_ARRAY = Object.freeze(
  new (class EmptyArray {
    readonly _bsontype = 'EmptyArray';
  })(),
);

type Kind = { readonly type: number; readonly rank: number };

const kind = (type: number, rank: number): Kind => ({ type, rank });

const MISSING = kind(0, Rank.missing);
const NULL = kind(BsonType.null, Rank.null);
const INT = kind(BsonType.int, Rank.number);
const DOUBLE = kind(BsonType.double, Rank.number);
const LONG = kind(BsonType.long, Rank.number);
const STRING = kind(BsonType.string, Rank.string);
const BOOL = kind(BsonType.bool, Rank.bool);
const OBJECT = kind(BsonType.object, Rank.object);
const ARRAY = kind(BsonType.array, Rank.array);
const BINARY = kind(BsonType.binData, Rank.binData);
const DATE = kind(BsonType.date, Rank.date);
const REGEX = kind(BsonType.regex, Rank.regex);

const CODE = kind(BsonType.javascript, Rank.javascript);

const TAGGED: ReadonlyMap<string, Kind> = new Map([
  ['ObjectId', kind(BsonType.objectId, Rank.objectId)],
  ['Int32', INT],
  ['Double', DOUBLE],
  ['Long', LONG],
  ['Decimal128', kind(BsonType.decimal, Rank.number)],
  ['Binary', BINARY],
  ['Timestamp', kind(BsonType.timestamp, Rank.timestamp)],
  ['BSONRegExp', REGEX],
  ['BSONSymbol', kind(BsonType.symbol, Rank.string)],
  ['Code', CODE],
  ['MinKey', kind(BsonType.minKey, Rank.minKey)],
  ['MaxKey', kind(BsonType.maxKey, Rank.maxKey)],
  ['EmptyArray', MISSING],
]);

const SCOPED_CODE = kind(BsonType.javascriptWithScope, Rank.javascriptWithScope);

/** True for numbers that BSON writes as int32. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

function kindOfTagged(value: object): Kind {
  const tag = (value as { _bsontype?: unknown })._bsontype;
  const tagged = typeof tag === 'string' ? TAGGED.get(tag) : undefined;
  return tagged ?? (ArrayBuffer.isView(value) ? BINARY : OBJECT);
}

function kindOfNew(value: object): Kind {
  if (Array.isArray(value)) return ARRAY;
  if (value instanceof Date) return DATE;
  return value instanceof RegExp ? REGEX : kindOfTagged(value);
}

/** What values of a class are; the class decides, so that a stored field called `_bsontype` means nothing. */
const BY_PROTOTYPE = new Map<unknown, Kind>([
  [Object.prototype, OBJECT],
  [null, OBJECT],
  [Array.prototype, ARRAY],
]);

function kindOfObject(value: object): Kind {
  const prototype: unknown = Object.getPrototypeOf(value);
  let found = BY_PROTOTYPE.get(prototype);
  if (!found) BY_PROTOTYPE.set(prototype, (found = kindOfNew(value)));
  return found === CODE && (value as { scope?: unknown }).scope ? SCOPED_CODE : found;
}

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'number':
      return isInt32(value) ? INT : DOUBLE;
    case 'boolean':
      return BOOL;
    case 'bigint':
      return LONG;
    case 'object':
      return value === null ? NULL : kindOfObject(value);
    default:
      return MISSING;
  }
}

/** Rank of a value in the comparison order (see {@link Rank}); missing (`undefined`) comes before null. */
export function typeRank(value: unknown): number {
  return kindOf(value).rank;
}

/** BSON type code of a value; 0 for missing. */
export function bsonType(value: unknown): number {
  return kindOf(value).type;
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(BsonType).map(([name, code]): [number, string] => [code, name]),
  [0, 'missing'],
]);

/** The name `$type` gives to a value: `double`, `string`, ..., `missing`. */
export function typeName(value: unknown): string {
  return TYPE_NAMES.get(bsonType(value)) ?? 'missing';
}

/** A BSON document (not an array, nor one of the wrapped BSON types). */
export function isPlainObject(value: unknown): value is Document {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || kindOfObject(value) === OBJECT;
}

/** int32, int64, double or Decimal128. */
export function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeRank(value) === Rank.number;
}

export function isRegex(value: unknown): value is BSONRegExp | RegExp {
  return typeRank(value) === Rank.regex;
}

/** Missing or null: what most expressions treat alike. */
export function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
