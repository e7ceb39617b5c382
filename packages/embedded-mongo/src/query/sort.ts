import { compare, isNumeric, isPlainObject, toNumber } from '../bson';
import { EMPTY_ARRAY } from '../bson/kinds';
import { fail } from '../errors';
import { type Pace, type Paced, type Pause, sortWithPauses, visitRows } from '../pace';
import type { Collator, Document } from '../types';
import type { CompileContext } from './context';
import { splitPath, topLevelOf, walk } from './path';

/** A compiled sort specification. `fields` are the top-level fields it reads; null means the whole document. */
export type Sort = {
  readonly compare: (a: Document, b: Document) => number;
  /** The rows in the order of their documents; each document's keys are taken once. Stable. */
  sort<T>(rows: Iterable<Paced<T>>, documentOf: (row: T) => Document, pace: Pace): Generator<Pause, T[]>;
  readonly fields: ReadonlySet<string> | null;
};

type Key = { readonly direction: number; readonly value: (doc: Document) => unknown };

/** An array sorts by its smallest element upwards and by its largest downwards; missing sorts as null. */
function extreme(
  parts: readonly string[],
  direction: number,
  collator: Collator | undefined,
): (doc: Document) => unknown {
  return (doc) => {
    let best: unknown;
    let seen = false;
    const take = (value: unknown): void => {
      const candidate = value === undefined ? null : value;
      if (!seen || compare(candidate, best, collator) * direction < 0) best = candidate;
      seen = true;
    };
    walk(doc, parts, 0, (value) => {
      if (!Array.isArray(value)) take(value);
      else if (value.length === 0) take(EMPTY_ARRAY);
      else value.forEach(take);
      return false;
    });
    return seen ? best : null;
  };
}

function valueReader(path: string, direction: number, collator: Collator | undefined): (doc: Document) => unknown {
  const parts = splitPath(path);
  const general = extreme(parts, direction, collator);
  if (parts.length > 1) return general;
  return (doc) => {
    const value = Object.hasOwn(doc, path) ? doc[path] : null;
    return Array.isArray(value) ? general(doc) : (value ?? null);
  };
}

function directionOf(path: string, order: unknown): number {
  if (!isNumeric(order))
    fail(15974, `Illegal key in $sort specification: ${path}: ${JSON.stringify(order) ?? 'missing'}`);
  const direction = toNumber(order);
  if (direction !== 1 && direction !== -1) {
    fail(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return direction;
}

function keyOf(path: string, order: unknown, context: CompileContext): Key {
  if (path === '') fail(40352, 'FieldPath cannot be constructed with empty string');
  if (isPlainObject(order)) {
    if (order.$meta !== 'textScore') fail(17312, `$meta is the only expression supported by $sort right now`);
    const text = context.text ?? fail(40218, 'query requires text score metadata, but it is not available');
    return { direction: -1, value: (doc) => text.score(doc) };
  }
  const direction = directionOf(path, order);
  return { direction, value: valueReader(path, direction, context.collator) };
}

function fieldsOf(spec: Document): ReadonlySet<string> | null {
  const usesMeta = Object.values(spec).some(isPlainObject);
  return usesMeta ? null : new Set(Object.keys(spec).map(topLevelOf));
}

type Keyed<T> = { readonly row: T; readonly values: readonly unknown[] };

/**
 * Compiles a sort specification such as `{a: 1, 'b.c': -1, score: {$meta: 'textScore'}}`.
 * @throws MongoError 15974, 15975 for other orders
 */
export function compileSort(spec: Document, context: CompileContext): Sort {
  const keys = Object.keys(spec).map((path) => keyOf(path, spec[path], context));
  const valuesOf = (doc: Document): unknown[] => keys.map((key) => key.value(doc));

  const compareValues = (a: readonly unknown[], b: readonly unknown[]): number => {
    for (let at = 0; at < keys.length; at++) {
      const order = compare(a[at], b[at], context.collator);
      if (order !== 0) return order * (keys[at] as Key).direction;
    }
    return 0;
  };

  return {
    compare: (a, b) => compareValues(valuesOf(a), valuesOf(b)),
    *sort<T>(rows: Iterable<Paced<T>>, documentOf: (row: T) => Document, pace: Pace): Generator<Pause, T[]> {
      const keyed: Keyed<T>[] = [];
      yield* visitRows(rows, (row) => void keyed.push({ row, values: valuesOf(documentOf(row)) }));
      const sorted = yield* sortWithPauses(keyed, (a, b) => compareValues(a.values, b.values), pace);
      return sorted.map(({ row }) => row);
    },
    fields: fieldsOf(spec),
  };
}

/** Orders whole values (1 or -1) or documents by a pattern, as `$push.$sort` and `$sortArray` do. */
export function compileValueSort(order: unknown, context: CompileContext): (values: readonly unknown[]) => unknown[] {
  if (isPlainObject(order)) {
    if (Object.keys(order).length === 0) fail(2, 'The $sort pattern is empty when it should be a set of fields.');
    const byFields = compileSort(order, context);
    const asDocument = (value: unknown): Document => (isPlainObject(value) ? value : {});
    return (values) => [...values].sort((a, b) => byFields.compare(asDocument(a), asDocument(b)));
  }
  const direction = isNumeric(order) ? toNumber(order) : 0;
  if (direction !== 1 && direction !== -1) fail(2, 'The $sort element value must be either 1 or -1');
  return (values) => [...values].sort((a, b) => compare(a, b, context.collator) * direction);
}
