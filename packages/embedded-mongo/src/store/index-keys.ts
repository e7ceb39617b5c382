import { EMPTY_ARRAY, encodeKey, isPlainObject } from '../bson';
import { fail } from '../errors';
import { tokens, valuesAt } from '../query';
import type { Document } from '../types';
import type { Index } from './collection';
import { recordIdBytes } from './keys';

/** The keys of one document in one index. */
export interface IndexKeys {
  readonly keys: readonly Buffer[];
  readonly multikey: boolean;
  /** One bit for each field of the index that led to an array. */
  readonly arrays: number;
  readonly truncated: boolean;
}

type EncodedKey = ReturnType<typeof encodeKey>;

export const NO_KEYS: IndexKeys = { keys: [], multikey: false, arrays: 0, truncated: false };
/** Every field. */
const ALL_FIELDS = -1;
const isPosition = (part: string): boolean => /^\d+$/.test(part);

/** Where one field's path has led so far: a value, or an array that is still to be taken apart. */
interface Lead {
  readonly value: unknown;
  readonly array: readonly unknown[] | undefined;
  /** The path to that array. One array object may stand in two places, and then counts as two. */
  readonly place: string;
  readonly rest: readonly string[];
}

const ended = (value: unknown): Lead => ({ value, array: undefined, place: '', rest: [] });

/** Follows a path until it ends or meets an array (a numeric part picks an array's element instead). */
function follow(start: unknown, path: readonly string[], above = ''): Lead {
  let value = start;
  for (let at = 0; at <= path.length; at++) {
    const part = path[at];
    if (Array.isArray(value)) {
      if (part === undefined || !isPosition(part)) {
        return { value, array: value, place: `${above}.${path.slice(0, at).join('.')}`, rest: path.slice(at) };
      }
      value = value[Number(part)];
    } else if (part !== undefined) {
      value = isPlainObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }
  }
  return ended(value);
}

function continueInto(element: unknown, lead: Lead): Lead {
  if (lead.rest.length === 0) return ended(element);
  // An array directly inside an array is not taken apart by name.
  return Array.isArray(element) ? ended(undefined) : follow(element, lead.rest, lead.place);
}

/** Expands the leads into value tuples; fields that meet the same array advance through it together. */
function* tuples(index: Index, leads: readonly Lead[]): Generator<unknown[]> {
  const first = leads.findIndex((lead) => lead.array !== undefined);
  const { array, place } = leads[first] ?? ended(undefined);
  if (array === undefined) {
    yield leads.map((lead) => lead.value);
    return;
  }
  const other = leads.findIndex((lead) => lead.array !== undefined && lead.place !== place);
  if (other >= 0) fail(171, `cannot index parallel arrays [${index.fields[other]}] [${index.fields[first]}]`);
  if (array.length === 0) {
    const empty = (lead: Lead): Lead => ended(lead.rest.length === 0 ? EMPTY_ARRAY : undefined);
    yield* tuples(
      index,
      leads.map((lead) => (lead.place === place ? empty(lead) : lead)),
    );
    return;
  }
  for (const element of array) {
    yield* tuples(
      index,
      leads.map((lead) => (lead.place === place ? continueInto(element, lead) : lead)),
    );
  }
}

function textKeys(index: Index, document: Document, suffix: Buffer): IndexKeys {
  const values = index.textFields.flatMap((field) => valuesAt(document, field));
  const words = new Set(values.flatMap((value) => (typeof value === 'string' ? tokens(value) : [])));
  const encoded = [...words].map((word) =>
    encodeKey({ prefix: index.prefix, values: [word], directions: [1], suffix }),
  );
  return { keys: encoded.map(({ bytes }) => bytes), multikey: true, arrays: ALL_FIELDS, truncated: false };
}

const isAbsent = (leads: readonly Lead[]): boolean => leads.every((lead) => lead.value === undefined);

function encodeTuple(index: Index, tuple: readonly unknown[], suffix: Buffer | undefined): EncodedKey {
  const values = tuple.map((value) => value ?? null);
  const { collation } = index.definition;
  return encodeKey({ prefix: index.prefix, values, directions: [...index.directions], suffix, collation });
}

/**
 * The keys a document has in an index. Missing is stored as null; a partial or sparse index may hold no key.
 * @throws MongoError 171 when two fields hold different arrays.
 */
export function keysOf(index: Index, document: Document, recordId: number): IndexKeys {
  if (index.partial && !index.partial.test(document)) return NO_KEYS;
  const suffix = index.definition.unique ? undefined : recordIdBytes(recordId);
  if (index.textFields.length > 0) return textKeys(index, document, recordIdBytes(recordId));
  const leads = index.paths.map((path) => follow(document, path));
  if (index.definition.sparse && isAbsent(leads)) return NO_KEYS;
  const keys = new Map<string, Buffer>();
  let truncated = false;
  for (const tuple of tuples(index, leads)) {
    const key = encodeTuple(index, tuple, suffix);
    truncated ||= key.truncated;
    keys.set(key.bytes.toString('latin1'), key.bytes);
  }
  const arrays = leads.reduce((bits, lead, at) => (lead.array === undefined ? bits : bits | (1 << at)), 0);
  return { keys: [...keys.values()], multikey: arrays !== 0, arrays, truncated };
}

/** The field values behind one of a document's keys in a unique index. */
export function tupleOfKey(index: Index, document: Document, key: Buffer): unknown[] {
  const leads = index.paths.map((path) => follow(document, path));
  for (const tuple of tuples(index, leads)) if (encodeTuple(index, tuple, undefined).bytes.equals(key)) return tuple;
  return leads.map((lead) => lead.value);
}
