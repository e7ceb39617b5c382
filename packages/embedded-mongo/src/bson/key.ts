import { createHash } from 'node:crypto';

import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  Decimal128,
  type ObjectId,
  type Timestamp,
} from 'bson';

import type { Collation, Document } from '../types';
import { binaryParts, regexParts, textOf } from './compare';
import { absolute, compareFinite, decimalToNumber, exactDecimal, type FiniteDecimal, parseDecimal } from './decimal';
import { foldText } from './fold';
import { Rank, typeRank } from './kinds';
import { exactValue, type Numeric, unwrap } from './numbers';
import { ByteWriter } from './writer';

/** Longer keys are cut here and closed with a hash of the whole: equality survives, order does not. */
export const MAX_KEY_BYTES = 1900;

export type KeyInput = {
  prefix: Buffer;
  values: readonly unknown[];
  directions: readonly (1 | -1)[];
  suffix?: Buffer | undefined;
  collation?: Collation | undefined;
};

/** Between the markers "below the double", "exactly the double" and "above the double". */
const BELOW = 0x40;
const EXACT = 0x80;
const ABOVE = 0xc0;
const EXPONENT_BIAS = 0x8000;

type Put = (value: never, collation: Collation | undefined) => void;

const out = new ByteWriter(8192);

function putUint16(value: number): void {
  const at = out.reserve(2);
  out.bytes.writeUInt16BE(value, at);
}

/** Eight bytes that order like the doubles; NaN first. */
function putDouble(value: number): void {
  const at = out.reserve(8);
  if (Number.isNaN(value)) {
    out.bytes.fill(0, at, at + 8);
    return;
  }
  out.bytes.writeDoubleBE(value === 0 ? 0 : value, at);
  if (value < 0) invert(at, at + 8);
  else out.bytes[at] = (out.bytes[at] ?? 0) | 0x80;
}

function invert(start: number, end: number): void {
  for (let at = start; at < end; at++) out.bytes[at] = ~(out.bytes[at] ?? 0) & 0xff;
}

/** Exponent and digits, without trailing zeros: one spelling per value, ordered like the values. */
function putDecimalDigits(value: FiniteDecimal): void {
  const start = out.position;
  const all = absolute(value.coefficient).toString();
  putUint16(value.exponent + all.length + EXPONENT_BIAS);
  for (const digit of all.replace(/0+$/, '')) out.byte(Number(digit) + 1);
  out.byte(0);
  if (value.coefficient < 0n) invert(start, out.position);
}

/** The double nearest to a number, never infinite for a finite one. */
function nearestDouble(value: Numeric): number {
  const double = value instanceof Decimal128 ? decimalToNumber(parseDecimal(value)) : Number(value);
  if (Number.isFinite(double) || !exactValue(value)) return double;
  return double > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

/** The nearest double, then what a double cannot hold (int64 and Decimal128). */
function putNumber(value: unknown): void {
  const numeric = unwrap(value);
  if (typeof numeric === 'number') {
    putDouble(numeric);
    out.byte(EXACT);
    return;
  }
  const double = nearestDouble(numeric);
  putDouble(double);
  const exact = exactValue(numeric);
  const side = exact ? compareFinite(exact, exactDecimal(double)) : 0;
  out.byte(side < 0 ? BELOW : side > 0 ? ABOVE : EXACT);
  if (exact && side !== 0) putDecimalDigits(exact);
}

/** UTF-8, zero bytes escaped as 00 FF, closed with 00 00. */
function putText(text: string): void {
  if (text.includes('\0')) {
    for (const byte of Buffer.from(text, 'utf8')) {
      out.byte(byte);
      if (byte === 0) out.byte(0xff);
    }
  } else {
    out.text(text);
  }
  out.byte(0);
  out.byte(0);
}

function putDocument(value: Document, collation: Collation | undefined): void {
  for (const name of Object.keys(value)) {
    out.byte(typeRank(value[name]));
    putText(name);
    putValue(value[name], collation);
  }
  out.byte(0);
}

function putArray(value: unknown[], collation: Collation | undefined): void {
  for (const member of value) putValue(member, collation);
  out.byte(0);
}

function putBinary(value: Binary | Uint8Array): void {
  const { bytes, subtype } = binaryParts(value);
  const at = out.reserve(4);
  out.bytes.writeUInt32BE(bytes.length, at);
  out.byte(subtype);
  out.raw(bytes);
}

function putDate(value: Date): void {
  const at = out.reserve(8);
  out.bytes.writeBigInt64BE(BigInt(value.getTime() || 0), at);
  out.bytes[at] = (out.bytes[at] ?? 0) ^ 0x80;
}

function putTimestamp(value: Timestamp): void {
  const at = out.reserve(8);
  out.bytes.writeUInt32BE(value.t, at);
  out.bytes.writeUInt32BE(value.i, at + 4);
}

function putRegex(value: BSONRegExp | RegExp): void {
  const { pattern, options } = regexParts(value);
  putText(pattern);
  putText(options);
}

function putCode(value: Code): void {
  putText(String(value.code));
  putDocument(value.scope ?? {}, undefined);
}

const BY_RANK: ReadonlyMap<number, Put> = new Map<number, Put>([
  [Rank.number, putNumber],
  [Rank.string, (value: string | BSONSymbol, collation) => putText(foldText(textOf(value), collation))],
  [Rank.object, putDocument],
  [Rank.array, putArray],
  [Rank.binData, putBinary],
  [Rank.objectId, (value: ObjectId) => out.raw(value.id)],
  [Rank.bool, (value: boolean) => out.byte(value ? 1 : 0)],
  [Rank.date, putDate],
  [Rank.timestamp, putTimestamp],
  [Rank.regex, putRegex],
  [Rank.javascript, putCode],
  [Rank.javascriptWithScope, putCode],
]);

function putValue(value: unknown, collation: Collation | undefined): void {
  const rank = typeRank(value);
  out.byte(rank);
  BY_RANK.get(rank)?.(value as never, collation);
}

function truncate(): boolean {
  if (out.position <= MAX_KEY_BYTES) return false;
  const digest = createHash('sha1').update(out.bytes.subarray(0, out.position)).digest();
  out.position = MAX_KEY_BYTES;
  out.raw(digest);
  return true;
}

/**
 * Encodes a tuple so that `Buffer.compare` of two keys has the sign of comparing the tuples with `compare` (under a
 * collation: equal keys for equal strings, no order). Missing counts as null; an empty array has its own key, EMPTY_ARRAY.
 * `suffix` follows uncut; `truncated` tells that the key lost its order.
 */
export function encodeKey(input: KeyInput): { bytes: Buffer; truncated: boolean } {
  out.reset();
  out.raw(input.prefix);
  input.values.forEach((value, index) => {
    const start = out.position;
    putValue(value === undefined ? null : value, input.collation);
    if (input.directions[index] === -1) invert(start, out.position);
  });
  const truncated = truncate();
  if (input.suffix) out.raw(input.suffix);
  return { bytes: out.take(), truncated };
}

/**
 * A string that two values share exactly when they are equal under `compare`: for Maps and Sets of BSON values. Not cut.
 */
export function identity(value: unknown, collation?: Collation): string {
  out.reset();
  putValue(value, collation);
  return out.bytes.toString('latin1', 0, out.position);
}
