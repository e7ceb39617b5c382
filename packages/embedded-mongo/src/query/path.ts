import { isPlainObject } from '../bson/kinds';
import type { Document } from '../types';

/** Remembers which element of the outermost array satisfied a filter (for the positional `$`). */
export type MatchState = { index: number | undefined };

/** A condition on one value; missing is `undefined`. */
export type Predicate = (value: unknown, state: MatchState | undefined) => boolean;

/** The parts of a dotted path. */
export function splitPath(path: string): string[] {
  return path.includes('.') ? path.split('.') : [path];
}

/** The name of the top-level field that a path starts in. */
export function topLevelOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** True for the parts of a path that may name an array position: `0`, `17`, but not `01`. */
export function isArrayIndex(part: string): boolean {
  const first = part.charCodeAt(0);
  return first >= 48 && first <= 57 && /^(?:0|[1-9]\d*)$/.test(part);
}

/** An own field of a document; anything else is missing. */
export function fieldOf(value: unknown, name: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `{$gt: 1}` and the like; the keys of a DBRef do not make an operator object. */
export function isOperatorObject(value: unknown): value is Document {
  if (!isPlainObject(value)) return false;
  const first = Object.keys(value)[0];
  return first !== undefined && first.startsWith('$') && !isReferenceKey(first);
}

/** The keys of a DBRef are ordinary field names. */
export function isReferenceKey(name: string): boolean {
  return name === '$ref' || name === '$id' || name === '$db';
}

function walkArray(
  array: unknown[],
  parts: readonly string[],
  at: number,
  predicate: Predicate,
  state: MatchState | undefined,
): boolean {
  const part = parts[at] as string;
  const position = isArrayIndex(part) ? Number(part) : -1;
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    const found =
      (index === position && walk(element, parts, at + 1, predicate, state)) ||
      (isPlainObject(element) && walk(element, parts, at, predicate, state));
    if (found) {
      if (state) state.index = index;
      return true;
    }
  }
  return false;
}

/**
 * Calls the predicate with every value that a path reaches, the elements of arrays on the way included, and stops at the
 * first `true`. A path that ends early gives `undefined` once; an array without matching elements gives nothing.
 */
export function walk(
  start: unknown,
  parts: readonly string[],
  from: number,
  predicate: Predicate,
  state?: MatchState,
): boolean {
  let value = start;
  for (let at = from; at < parts.length; at++) {
    if (Array.isArray(value)) return walkArray(value, parts, at, predicate, state);
    if (!isPlainObject(value)) return predicate(undefined, state);
    value = fieldOf(value, parts[at] as string);
  }
  return predicate(value, state);
}

/** The first value that is present at a path. */
export function getPath(doc: Document, path: string): unknown {
  let found: unknown;
  walk(doc, splitPath(path), 0, (value) => {
    found = value;
    return value !== undefined;
  });
  return found;
}

/** All values at a path, the elements of an array at its end included one by one (as `distinct` and `$lookup` see them). */
export function valuesAt(doc: Document, path: string): unknown[] {
  const found: unknown[] = [];
  walk(doc, splitPath(path), 0, (value) => {
    if (Array.isArray(value)) found.push(...(value as unknown[]));
    else if (value !== undefined) found.push(value);
    return false;
  });
  return found;
}
