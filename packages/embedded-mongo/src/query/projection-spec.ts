import { isNumeric, isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import type { Document } from '../types';
import { splitPath } from './path';
import { type ProjectionMode, ProjectionNode } from './projection-tree';

/** One entry of a projection, nested documents flattened to dotted paths. */
export type ProjectionEntry = { readonly path: string; readonly value: unknown };

export const isFlag = (value: unknown): boolean => typeof value === 'boolean' || isNumeric(value);

export const isOn = (value: unknown): boolean => (typeof value === 'boolean' ? value : toNumber(value) !== 0);

const startsWithOperator = (spec: Document): boolean => Object.keys(spec)[0]?.startsWith('$') === true;

/** Flattens `{a: {b: 1}}` to `a.b`; objects that are expressions stay values. */
export function flatten(spec: Document, prefix = ''): ProjectionEntry[] {
  return Object.keys(spec).flatMap((name): ProjectionEntry[] => {
    const value = spec[name];
    const path = prefix + name;
    if (!isPlainObject(value) || startsWithOperator(value)) return [{ path, value }];
    if (Object.keys(value).length === 0) {
      return fail(51270, `An empty sub-projection is not a valid value. Found empty object at path`);
    }
    return flatten(value, `${path}.`);
  });
}

/** Refuses a path that names, contains or lies inside another. */
export class PathClaims {
  private readonly taken = new Set<string>();
  private readonly above = new Set<string>();

  claim(path: string): void {
    const parts = splitPath(path);
    if (parts.some((part) => part === '')) fail(40353, 'FieldPath must not end with or contain an empty field name.');
    if (this.above.has(path) || this.taken.has(path)) fail(31250, `Path collision at ${path}`);
    for (let length = 1; length < parts.length; length++) {
      const prefix = parts.slice(0, length).join('.');
      if (this.taken.has(prefix))
        fail(31249, `Path collision at ${path} remaining portion ${parts.slice(length).join('.')}`);
      this.above.add(prefix);
    }
    this.taken.add(path);
  }
}

/** The node that holds a path's last part, and that part. */
function locate(root: ProjectionNode, path: string, willCompute: boolean): { node: ProjectionNode; name: string } {
  const parts = splitPath(path);
  const name = parts.pop() as string;
  let node = root;
  for (const part of parts) node = node.child(part, willCompute);
  return { node, name };
}

export function addLeaf(root: ProjectionNode, path: string): void {
  const { node, name } = locate(root, path, false);
  node.leaves.add(name);
}

export function addComputed(root: ProjectionNode, path: string, evaluate: (doc: Document) => unknown): void {
  const { node, name } = locate(root, path, true);
  node.compute(name, evaluate);
}

/**
 * Decides whether a projection includes or excludes. `_id` may be the exception to either; a computed field makes it
 * including. `undefined` when nothing decides.
 * @throws MongoError 31253, 31254 for a mixture
 */
export function modeOf(flags: readonly ProjectionEntry[], hasComputed: boolean): ProjectionMode | undefined {
  let mode: ProjectionMode | undefined = hasComputed ? 'include' : undefined;
  for (const { path, value } of flags) {
    if (path === '_id') continue;
    const wanted: ProjectionMode = isOn(value) ? 'include' : 'exclude';
    if (mode !== undefined && mode !== wanted) refuseMixture(path, wanted);
    mode = wanted;
  }
  const id = flags.find(({ path }) => path === '_id');
  if (mode !== undefined || !id) return mode;
  return isOn(id.value) ? 'include' : 'exclude';
}

function refuseMixture(path: string, wanted: ProjectionMode): never {
  if (wanted === 'include') fail(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
  return fail(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
}

/** A tree with the plain flags of a projection in it; `_id` comes along unless it is switched off. */
export function treeOf(mode: ProjectionMode, flags: readonly ProjectionEntry[], idIsComputed: boolean): ProjectionNode {
  const root = new ProjectionNode(mode);
  for (const { path, value } of flags) if (path !== '_id' || isOn(value) === (mode === 'include')) addLeaf(root, path);
  const idFlag = flags.some(({ path }) => path === '_id' || path.startsWith('_id.'));
  if (mode === 'include' && !idFlag && !idIsComputed) addLeaf(root, '_id');
  return root;
}
