import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson';

import type { Collator, Document } from '../types';
import { Rank, typeRank } from './kinds';
import { compareNumbers } from './numbers';

type Compare = (a: never, b: never, collator: Collator | undefined) => number;

/** Strings in the order of their UTF-8 bytes, which differs from JavaScript's only where surrogates are involved. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === shared) return a.length - b.length;
  const x = a.charCodeAt(at);
  const y = b.charCodeAt(at);
  if (x >= 0xd800 && y >= 0xd800) {
    const xIsSurrogate = x < 0xe000;
    if (xIsSurrogate !== y < 0xe000) return xIsSurrogate ? 1 : -1;
  }
  return x - y;
}

export function textOf(value: string | BSONSymbol): string {
  return typeof value === 'string' ? value : value.value;
}

function compareStrings(a: string | BSONSymbol, b: string | BSONSymbol, collator: Collator | undefined): number {
  const x = textOf(a);
  const y = textOf(b);
  return collator ? collator.compare(x, y) : compareText(x, y);
}

/** Field by field: type, then name, then value; a document that is a prefix of another comes first. */
function compareDocuments(a: Document, b: Document, collator: Collator | undefined): number {
  const namesA = Object.keys(a);
  const namesB = Object.keys(b);
  const shared = Math.min(namesA.length, namesB.length);
  for (let at = 0; at < shared; at++) {
    const nameA = namesA[at] as string;
    const nameB = namesB[at] as string;
    const valueA = a[nameA];
    const valueB = b[nameB];
    const order = typeRank(valueA) - typeRank(valueB) || compareText(nameA, nameB) || compare(valueA, valueB, collator);
    if (order !== 0) return order;
  }
  return namesA.length - namesB.length;
}

function compareArrays(a: unknown[], b: unknown[], collator: Collator | undefined): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const order = compare(a[at], b[at], collator);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The content and subtype of binary data, whether wrapped or a bare byte array. */
export function binaryParts(value: Binary | Uint8Array): { bytes: Uint8Array; subtype: number } {
  if ('sub_type' in value) return { bytes: value.buffer.subarray(0, value.position), subtype: value.sub_type };
  return { bytes: value, subtype: 0 };
}

function compareBinaries(a: Binary | Uint8Array, b: Binary | Uint8Array): number {
  const x = binaryParts(a);
  const y = binaryParts(b);
  return x.bytes.length - y.bytes.length || x.subtype - y.subtype || Buffer.compare(x.bytes, y.bytes);
}

function compareObjectIds(a: ObjectId, b: ObjectId): number {
  return a.equals(b) ? 0 : Buffer.compare(a.id, b.id);
}

function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.t - b.t || a.i - b.i;
}

/** Pattern and options of a regular expression in MongoDB's notation. */
export function regexParts(value: BSONRegExp | RegExp): { pattern: string; options: string } {
  if (value instanceof RegExp) return { pattern: value.source, options: value.flags.replace(/[^imsux]/g, '') };
  return { pattern: value.pattern, options: value.options };
}

function compareRegexes(a: BSONRegExp | RegExp, b: BSONRegExp | RegExp): number {
  const x = regexParts(a);
  const y = regexParts(b);
  return compareText(x.pattern, y.pattern) || compareText(x.options, y.options);
}

function compareCodes(a: Code, b: Code): number {
  return compareText(String(a.code), String(b.code)) || compareDocuments(a.scope ?? {}, b.scope ?? {}, undefined);
}

const BY_RANK: ReadonlyMap<number, Compare> = new Map<number, Compare>([
  [Rank.number, compareNumbers],
  [Rank.string, compareStrings],
  [Rank.object, compareDocuments],
  [Rank.array, compareArrays],
  [Rank.binData, compareBinaries],
  [Rank.objectId, compareObjectIds],
  [Rank.bool, (a: boolean, b: boolean) => Number(a) - Number(b)],
  [Rank.date, (a: Date, b: Date) => a.getTime() - b.getTime()],
  [Rank.timestamp, compareTimestamps],
  [Rank.regex, compareRegexes],
  [Rank.javascript, compareCodes],
  [Rank.javascriptWithScope, compareCodes],
]);

/**
 * MongoDB's comparison order of BSON values: negative, zero or positive. Missing (`undefined`) comes before null; sorting
 * and index keys turn missing into null first.
 */
export function compare(a: unknown, b: unknown, collator?: Collator): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  const rank = typeRank(a);
  const order = rank - typeRank(b);
  if (order !== 0) return order;
  const byRank = BY_RANK.get(rank);
  return byRank ? byRank(a as never, b as never, collator) : 0;
}

/** Equality in the sense of {@link compare}: 5 equals int64 5, key order of documents counts. */
export function equals(a: unknown, b: unknown, collator?: Collator): boolean {
  if (a === b && typeof a === 'string') return true;
  return compare(a, b, collator) === 0;
}
