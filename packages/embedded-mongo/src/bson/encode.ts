import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';

import { fail } from '../errors';
import type { Document } from '../types';
import { BsonType, bsonType } from './kinds';
import { ByteWriter } from './writer';

/** Above this size the buffer is given back after use. */
const KEEP_BYTES = 4 * 1024 * 1024;
const START_BYTES = 64 * 1024;
/** MongoDB's limit on nesting. */
const MAX_DEPTH = 200;

type Write = (out: ByteWriter, value: never, depth: number) => void;

function writeString(out: ByteWriter, value: string): void {
  const at = out.reserve(4);
  const size = out.text(value);
  out.byte(0);
  out.bytes.writeInt32LE(size + 1, at);
}

function writeCString(out: ByteWriter, value: string): void {
  if (value.includes('\0')) fail(22, 'BSON names and patterns cannot hold a zero byte');
  out.text(value);
  out.byte(0);
}

function writeInt64(out: ByteWriter, value: bigint): void {
  const at = out.reserve(8);
  out.bytes.writeBigInt64LE(BigInt.asIntN(64, value), at);
}

function writeDouble(out: ByteWriter, value: number | Double): void {
  const at = out.reserve(8);
  out.bytes.writeDoubleLE(Number(value), at);
}

function writeBinary(out: ByteWriter, value: Binary | Uint8Array): void {
  const wrapped = 'sub_type' in value;
  const content = wrapped ? value.buffer.subarray(0, value.position) : value;
  const subtype = wrapped ? value.sub_type : 0;
  const nested = subtype === 2;
  out.int32(content.length + (nested ? 4 : 0));
  out.byte(subtype);
  if (nested) out.int32(content.length);
  out.raw(content);
}

function writeRegex(out: ByteWriter, value: BSONRegExp | RegExp): void {
  if (value instanceof RegExp) {
    writeCString(out, value.source);
    writeCString(out, value.flags.replace(/[^imsux]/g, ''));
  } else {
    writeCString(out, value.pattern);
    writeCString(out, value.options);
  }
}

function writeScopedCode(out: ByteWriter, value: Code, depth: number): void {
  const at = out.reserve(4);
  writeString(out, String(value.code));
  writeDocument(out, value.scope ?? {}, depth);
  out.bytes.writeInt32LE(out.position - at, at);
}

function writeDocument(out: ByteWriter, value: Document, depth: number): void {
  if (depth > MAX_DEPTH) fail(15, `Document is nested deeper than ${MAX_DEPTH} levels`);
  const at = out.reserve(4);
  for (const name of Object.keys(value)) writeElement(out, name, value[name], depth);
  out.byte(0);
  out.bytes.writeInt32LE(out.position - at, at);
}

/** Missing array members cannot exist in BSON: they become null. */
function writeArray(out: ByteWriter, value: unknown[], depth: number): void {
  if (depth > MAX_DEPTH) fail(15, `Document is nested deeper than ${MAX_DEPTH} levels`);
  const at = out.reserve(4);
  for (let index = 0; index < value.length; index++) writeElement(out, String(index), value[index] ?? null, depth);
  out.byte(0);
  out.bytes.writeInt32LE(out.position - at, at);
}

const WRITERS: ReadonlyMap<number, Write> = new Map<number, Write>([
  [BsonType.double, writeDouble],
  [BsonType.string, writeString],
  [BsonType.object, (out, value: Document, depth) => writeDocument(out, value, depth + 1)],
  [BsonType.array, (out, value: unknown[], depth) => writeArray(out, value, depth + 1)],
  [BsonType.binData, writeBinary],
  [BsonType.objectId, (out, value: ObjectId) => out.raw(value.id)],
  [BsonType.bool, (out, value: boolean) => out.byte(value ? 1 : 0)],
  [BsonType.date, (out, value: Date) => writeInt64(out, BigInt(value.getTime() || 0))],
  [BsonType.null, () => undefined],
  [BsonType.regex, writeRegex],
  [BsonType.javascript, (out, value: Code) => writeString(out, String(value.code))],
  [BsonType.symbol, (out, value: BSONSymbol) => writeString(out, value.value)],
  [BsonType.javascriptWithScope, (out, value: Code, depth) => writeScopedCode(out, value, depth + 1)],
  [BsonType.int, (out, value: number | Int32) => out.int32(Number(value))],
  [BsonType.timestamp, (out, value: Timestamp) => writeInt64(out, value.toBigInt())],
  [BsonType.long, (out, value: bigint | Long) => writeInt64(out, typeof value === 'bigint' ? value : value.toBigInt())],
  [BsonType.decimal, (out, value: Decimal128) => out.raw(value.bytes)],
  [BsonType.minKey, () => undefined],
  [BsonType.maxKey, () => undefined],
]);

function writeElement(out: ByteWriter, name: string, value: unknown, depth: number): void {
  const type = bsonType(value);
  const write = WRITERS.get(type);
  if (!write) return; // missing values leave no trace
  out.byte(type & 0xff);
  writeCString(out, name);
  write(out, value as never, depth);
}

let shared = new ByteWriter(START_BYTES);

/** Encodes a document. Fields whose value is `undefined` are left out. */
export function encode(document: Document): Buffer {
  shared.reset();
  writeDocument(shared, document, 0);
  const result = shared.take();
  if (shared.bytes.length > KEEP_BYTES) shared = new ByteWriter(START_BYTES);
  return result;
}
