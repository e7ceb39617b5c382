import { isPlainObject } from '../../bson';
import { fail } from '../../errors';
import { splitPath } from '../../query/path';
import type { Evaluate, Scope } from './scope';

/** Follows a path through documents; an array gives the array of what its elements give. Positions are not followed. */
export function dig(start: unknown, parts: readonly string[], from: number): unknown {
  let value = start;
  for (let at = from; at < parts.length; at++) {
    if (Array.isArray(value)) return digEach(value, parts, at);
    if (!isPlainObject(value)) return undefined;
    const name = parts[at] as string;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function digEach(elements: readonly unknown[], parts: readonly string[], from: number): unknown[] {
  return elements
    .map((element) => (isPlainObject(element) ? dig(element, parts, from) : undefined))
    .filter((inner) => inner !== undefined);
}

function checkParts(parts: readonly string[]): void {
  for (const part of parts) {
    if (part === '') fail(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$')) {
      fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    }
  }
}

function fromRoot(parts: readonly string[], scope: Scope): Evaluate {
  const [first] = parts;
  if (first === undefined) {
    scope.reads.whole = true;
    return (doc) => doc;
  }
  scope.reads.fields.add(first);
  if (parts.length > 1) return (doc) => dig(doc, parts, 0);
  return (doc) => (Object.hasOwn(doc, first) ? doc[first] : undefined);
}

function fromVariable(name: string, rest: readonly string[], scope: Scope): Evaluate {
  const cell = scope.cell(name);
  if (cell) return rest.length === 0 ? () => cell.value : () => dig(cell.value, rest, 0);
  if (name === 'ROOT' || name === 'CURRENT') return fromRoot(rest, scope);
  if (name === 'REMOVE') return () => undefined;
  const { variables, now } = scope.context;
  if (variables && Object.hasOwn(variables, name)) {
    const constant = dig(variables[name], rest, 0);
    return () => constant;
  }
  if (name === 'NOW') return rest.length === 0 ? () => now : () => undefined;
  return fail(17276, `Use of undefined variable: ${name}`);
}

/**
 * Compiles `$field.path` and `$$variable.path`.
 * @throws MongoError 17276 for unknown variables, 15998, 16410, 16872 for bad paths
 */
export function compileFieldPath(text: string, scope: Scope): Evaluate {
  if (text.startsWith('$$')) {
    const [name = '', ...rest] = splitPath(text.slice(2));
    if (name === '') fail(16869, 'empty variable names are not allowed');
    checkParts(rest);
    return fromVariable(name, rest, scope);
  }
  const path = text.slice(1);
  if (path === '') fail(16872, `'$' by itself is not a valid FieldPath`);
  const parts = splitPath(path);
  checkParts(parts);
  return scope.cell('CURRENT') ? fromVariable('CURRENT', parts, scope) : fromRoot(parts, scope);
}
