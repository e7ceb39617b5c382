import { isJsonObject, type Json } from '../json';
import type { Reference, Scope } from './reference';

const SIZE = 'size';

/**
 * The scope in which `vars.size` is nothing when no node has set it. To Liquid the `size` of an object is how many
 * properties it has, which would make an unset shoe size a number.
 */
export function withoutKeyCounts(scope: Scope, references: readonly Reference[]): Scope {
  const paths = references.map(({ root, path }) => [root, ...path]).filter((path) => path.includes(SIZE));
  return paths.reduce<Scope>((seen, path) => emptyAt(seen, path.slice(0, path.indexOf(SIZE))) as Scope, scope);
}

/** A copy as far as the path goes, at whose end the object has no size. */
function emptyAt(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (!isJsonObject(value as Json)) return value;
  const object = value as Record<string, unknown>;
  if (first === undefined) return Object.hasOwn(object, SIZE) ? object : { ...object, [SIZE]: undefined };
  return Object.hasOwn(object, first) ? { ...object, [first]: emptyAt(object[first], rest) } : object;
}
