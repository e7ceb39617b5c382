import { isPlainObject } from '../bson';
import { fail } from '../errors';
import { isArrayIndex } from '../query/path';
import type { Document } from '../types';

/** Result of a modifier: leave the field as it is. */
export const KEEP = Symbol('keep');
/** Result of a modifier: remove the field. */
export const REMOVE = Symbol('remove');

/** MongoDB refuses to fill an array with more nulls than this at once. */
const MAX_PADDING = 1_500_000;

export type Container = Document | unknown[];

const isContainer = (value: unknown): value is Container => Array.isArray(value) || isPlainObject(value);

/** A short rendering of a value for error messages. */
export function describe(value: unknown): string {
  const text =
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'missing';
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/**
 * A document being changed without touching the original: containers are copied once, when the first write reaches them.
 */
export class Draft {
  private readonly owned = new Set<Container>();

  constructor(private root: Document) {}

  /** The result; the original itself when nothing was written. */
  get document(): Document {
    return this.root;
  }

  /** The value at a concrete path; array positions are followed. */
  read(path: readonly string[]): unknown {
    let value: unknown = this.root;
    for (const part of path) value = member(value, part);
    return value;
  }

  /**
   * Applies a modifier to the value at a path. With `create` missing documents on the way are made.
   * @throws MongoError 28 when a scalar or a name inside an array bars the way
   */
  modify(path: readonly string[], create: boolean, modifier: (current: unknown) => unknown): void {
    if (!this.isReachable(path, create)) return;
    const result = modifier(this.read(path));
    if (result === KEEP) return;
    this.write(path, result);
  }

  private isReachable(path: readonly string[], create: boolean): boolean {
    let value: unknown = this.root;
    for (let at = 0; at < path.length; at++) {
      const part = path[at] as string;
      if (value === undefined) return create;
      if (!isContainer(value) || (Array.isArray(value) && !isArrayIndex(part))) {
        if (!create) return false;
        fail(28, `Cannot create field '${part}' in element {${path[at - 1] ?? ''}: ${describe(value)}}`);
      }
      value = member(value, part);
    }
    return true;
  }

  private write(path: readonly string[], result: unknown): void {
    let container: Container = (this.root = this.own(this.root) as Document);
    for (let at = 0; at < path.length - 1; at++) {
      const part = path[at] as string;
      const next = member(container, part);
      const owned: Container = next === undefined ? this.fresh() : this.own(next as Container);
      place(container, part, owned);
      container = owned;
    }
    const last = path[path.length - 1] as string;
    if (result === REMOVE) remove(container, last);
    else place(container, last, result);
  }

  private fresh(): Document {
    const made: Document = {};
    this.owned.add(made);
    return made;
  }

  private own(container: Container): Container {
    if (this.owned.has(container)) return container;
    const copy = Array.isArray(container) ? [...container] : { ...container };
    this.owned.add(copy);
    return copy;
  }
}

/** A member of a document or array; missing for anything else. */
export function member(container: unknown, part: string): unknown {
  if (Array.isArray(container)) return isArrayIndex(part) ? (container[Number(part)] as unknown) : undefined;
  return isPlainObject(container) && Object.hasOwn(container, part) ? container[part] : undefined;
}

function place(container: Container, part: string, value: unknown): void {
  if (Array.isArray(container)) {
    const index = Number(part);
    if (index > container.length + MAX_PADDING)
      fail(2, `cannot pad array to index ${index}: more than ${MAX_PADDING} nulls`);
    while (container.length < index) container.push(null);
    container[index] = value;
  } else if (part === '__proto__') {
    Object.defineProperty(container, part, { value, enumerable: true, writable: true, configurable: true });
  } else {
    container[part] = value;
  }
}

/** A removed array element becomes null, so that the others keep their positions. */
function remove(container: Container, part: string): void {
  if (!Array.isArray(container)) delete container[part];
  else if (Number(part) < container.length) container[Number(part)] = null;
}

/** Finds paths that coincide with or contain one another. */
export class ConflictCheck {
  private readonly taken = new Set<string>();
  private readonly above = new Map<string, string>();

  /** @throws MongoError 40 */
  claim(parts: readonly string[]): void {
    const path = parts.join('.');
    if (this.taken.has(path) || this.above.has(path)) {
      const other = this.above.get(path) ?? path;
      fail(40, `Updating the path '${other}' would create a conflict at '${path}'`);
    }
    for (let length = 1; length < parts.length; length++) {
      const prefix = parts.slice(0, length).join('.');
      if (this.taken.has(prefix)) fail(40, `Updating the path '${path}' would create a conflict at '${prefix}'`);
      if (!this.above.has(prefix)) this.above.set(prefix, path);
    }
    this.taken.add(path);
  }
}

/** The words MongoDB uses to name a document in an error. */
export function describeId(doc: Document): string {
  return `{_id: ${describe(doc._id)}}`;
}
