import type { Json, JsonObject } from '../json';
import { isJsonObject } from '../json';

/** What templates and conditions can see. */
export interface Scope {
  /** Set by the flow's own nodes. */
  vars: JsonObject;
  /** The person on the other side: `name`, `username`, absent until looked up. */
  contact: JsonObject;
  /** The person's last message: `text`. */
  message: JsonObject;
  /** The workspace's own values for this automation. */
  config: JsonObject;
}

/** A dotted path such as `vars.order.size`, split and known to start at a part of the scope. */
export interface Reference {
  root: keyof Scope;
  path: string[];
}

const ROOTS: readonly string[] = ['vars', 'contact', 'message', 'config'] satisfies (keyof Scope)[];
const SEGMENT = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MAX_DEPTH = 6;

export function parseReference(source: string): Reference | null {
  const [root, ...path] = source.trim().split('.');
  if (root === undefined || !ROOTS.includes(root)) return null;
  if (path.length === 0 || path.length > MAX_DEPTH || !path.every((segment) => SEGMENT.test(segment))) return null;
  return { root: root as keyof Scope, path };
}

/** Own properties only, so that nothing is reached through a prototype. */
export function readReference(reference: Reference, scope: Scope): Json | undefined {
  let value: Json | undefined = scope[reference.root];
  for (const segment of reference.path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}
