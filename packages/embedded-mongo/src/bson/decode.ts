import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

import { fail } from '../errors';
import type { Document } from '../types';
import { isInt32 } from './kinds';
import { fieldName } from './names';

const invalid = (reason: string): never => fail(22, `Invalid BSON: ${reason}`);

/** Reading position in one buffer; `end` is the first byte after the outermost document. */
type Cursor = { readonly bytes: Buffer; position: number; readonly end: number };

type Read = (cursor: Cursor) => unknown;

function advance(cursor: Cursor, size: number): number {
  const start = cursor.position;
  if (size < 0 || start + size > cursor.end) invalid('a value ends after its document');
  cursor.position = start + size;
  return start;
}

function readSize(cursor: Cursor): number {
  const start = advance(cursor, 4);
  return cursor.bytes.readInt32LE(start);
}

function readString(cursor: Cursor): string {
  const size = readSize(cursor);
  if (size < 1) invalid('a string without its final zero byte');
  const start = advance(cursor, size);
  return cursor.bytes.toString('utf8', start, start + size - 1);
}

function endOfName(cursor: Cursor): number {
  const { bytes, end } = cursor;
  let at = cursor.position;
  while (at < end && bytes[at] !== 0) at++;
  if (at >= end) invalid('a name without its final zero byte');
  return at;
}

function readCString(cursor: Cursor): string {
  const start = cursor.position;
  const end = endOfName(cursor);
  cursor.position = end + 1;
  return cursor.bytes.toString('utf8', start, end);
}

function readName(cursor: Cursor): string {
  const start = cursor.position;
  const end = endOfName(cursor);
  cursor.position = end + 1;
  return fieldName(cursor.bytes, start, end);
}

/** A double that JavaScript would write back as int32 stays a `Double`. */
function readDouble(cursor: Cursor): number | Double {
  const value = cursor.bytes.readDoubleLE(advance(cursor, 8));
  return isInt32(value) ? new Double(value) : value;
}

function readBinary(cursor: Cursor): Binary {
  let size = readSize(cursor);
  const subtype = cursor.bytes[advance(cursor, 1)] ?? 0;
  if (subtype === Binary.SUBTYPE_BYTE_ARRAY) size = readSize(cursor);
  const start = advance(cursor, size);
  return new Binary(Buffer.from(cursor.bytes.subarray(start, start + size)), subtype);
}

function readDate(cursor: Cursor): Date {
  const start = advance(cursor, 8);
  return new Date(cursor.bytes.readInt32LE(start + 4) * 4294967296 + cursor.bytes.readUInt32LE(start));
}

function readTimestamp(cursor: Cursor): Timestamp {
  const start = advance(cursor, 8);
  return new Timestamp({ t: cursor.bytes.readUInt32LE(start + 4), i: cursor.bytes.readUInt32LE(start) });
}

function readDecimal(cursor: Cursor): Decimal128 {
  const start = advance(cursor, 16);
  return new Decimal128(Buffer.from(cursor.bytes.subarray(start, start + 16)));
}

function readRegex(cursor: Cursor): BSONRegExp {
  const [pattern, options] = [readCString(cursor), readCString(cursor)];
  if (/[^imxlsu]/.test(options)) invalid(`a regular expression with options '${options}'`);
  return new BSONRegExp(pattern, options);
}

function readScopedCode(cursor: Cursor): Code {
  readSize(cursor);
  return new Code(readString(cursor), readDocument(cursor));
}

/** Checks size and final zero; returns the position of that zero and steps over the size. */
function openDocument(cursor: Cursor): number {
  const start = cursor.position;
  const size = readSize(cursor);
  const end = start + size;
  if (size < 5 || end > cursor.end || cursor.bytes[end - 1] !== 0) invalid('a document of wrong size');
  return end - 1;
}

function closeDocument(cursor: Cursor, end: number): void {
  if (cursor.position !== end) invalid('a document of wrong size');
  cursor.position = end + 1;
}

/** `__proto__` as a field name must become an own property. */
function setField(target: Document, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[name] = value;
  }
}

function readDocument(cursor: Cursor): Document {
  const end = openDocument(cursor);
  const result: Document = {};
  while (cursor.position < end) {
    const type = cursor.bytes[cursor.position++] ?? 0;
    setField(result, readName(cursor), readValue(cursor, type));
  }
  closeDocument(cursor, end);
  return result;
}

function readArray(cursor: Cursor): unknown[] {
  const end = openDocument(cursor);
  const result: unknown[] = [];
  while (cursor.position < end) {
    const type = cursor.bytes[cursor.position++] ?? 0;
    cursor.position = endOfName(cursor) + 1;
    result.push(readValue(cursor, type));
  }
  closeDocument(cursor, end);
  return result;
}

const READERS: (Read | undefined)[] = [];
READERS[0x01] = readDouble;
READERS[0x02] = readString;
READERS[0x03] = readDocument;
READERS[0x04] = readArray;
READERS[0x05] = readBinary;
READERS[0x07] = (cursor) => {
  const start = advance(cursor, 12);
  return new ObjectId(cursor.bytes.subarray(start, start + 12));
};
READERS[0x08] = (cursor) => cursor.bytes[advance(cursor, 1)] === 1;
READERS[0x09] = readDate;
READERS[0x0a] = () => null;
READERS[0x0b] = readRegex;
READERS[0x0d] = (cursor) => new Code(readString(cursor));
READERS[0x0e] = (cursor) => new BSONSymbol(readString(cursor));
READERS[0x0f] = readScopedCode;
READERS[0x10] = (cursor) => cursor.bytes.readInt32LE(advance(cursor, 4));
READERS[0x11] = readTimestamp;
READERS[0x12] = (cursor) => cursor.bytes.readBigInt64LE(advance(cursor, 8));
READERS[0x13] = readDecimal;
READERS[0x7f] = () => new MaxKey();
READERS[0xff] = () => new MinKey();

function readValue(cursor: Cursor, type: number): unknown {
  const read = READERS[type] ?? invalid(`type 0x${type.toString(16)} is not supported`);
  return read(cursor);
}

const FIXED_SIZES: ReadonlyMap<number, number> = new Map([
  [0x01, 8],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

/** Bytes that a value of a size-prefixed type adds to its size field's content. */
const PREFIXED_EXTRA: ReadonlyMap<number, number> = new Map([
  [0x02, 4],
  [0x03, 0],
  [0x04, 0],
  [0x05, 5],
  [0x0d, 4],
  [0x0e, 4],
  [0x0f, 0],
]);

function skipValue(cursor: Cursor, type: number): void {
  const fixed = FIXED_SIZES.get(type);
  if (fixed !== undefined) {
    advance(cursor, fixed);
    return;
  }
  const extra = PREFIXED_EXTRA.get(type);
  if (extra !== undefined) advance(cursor, readSize(cursor) - 4 + extra);
  else readValue(cursor, type);
}

function open(bytes: Buffer, offset: number): Cursor {
  if (offset + 5 > bytes.length) invalid('a document of wrong size');
  return { bytes, position: offset, end: bytes.length };
}

/**
 * Decodes one document without losing a type: int32 → number, int64 → bigint, double → number (or `Double` where the
 * number would be written back as int32), regular expressions → `BSONRegExp`, the rest as the `bson` package has it.
 * @throws MongoError 22 for malformed bytes
 */
export function decode(bytes: Buffer, offset = 0): Document {
  return readDocument(open(bytes, offset));
}

/** Like {@link decode}, but only the named top-level fields; the other values are skipped unread. */
export function decodeSome(bytes: Buffer, topLevelFields: ReadonlySet<string>): Document {
  const cursor = open(bytes, 0);
  const end = openDocument(cursor);
  const result: Document = {};
  let wanted = topLevelFields.size;
  while (wanted > 0 && cursor.position < end) {
    const type = bytes[cursor.position++] ?? 0;
    const name = readName(cursor);
    if (!topLevelFields.has(name)) {
      skipValue(cursor, type);
    } else {
      setField(result, name, readValue(cursor, type));
      wanted--;
    }
  }
  return result;
}

/** A top-level element of a raw document: its name, its type byte and where its bytes are. */
export type RawElement = { name: string; type: number; start: number; valueStart: number; end: number };

/** Walks the top-level elements of a raw document without decoding their values. */
export function* rawElements(bytes: Buffer, offset = 0): Generator<RawElement> {
  const cursor = open(bytes, offset);
  const end = openDocument(cursor);
  while (cursor.position < end) {
    const start = cursor.position;
    const type = bytes[cursor.position++] ?? 0;
    const name = readName(cursor);
    const valueStart = cursor.position;
    skipValue(cursor, type);
    yield { name, type, start, valueStart, end: cursor.position };
  }
}
