import { isJsonObject, type Json, type JsonObject } from '../json';
import type { DraftContent } from './draft-content';

/** One value that differs; without `before` it is new, without `after` it is gone. */
export interface PathChange {
  /** Dotted, inside the thing that changed. */
  path: string;
  before?: Json;
  after?: Json;
}

export interface ListChanges {
  added: string[];
  removed: string[];
  changed: { id: string; changes: PathChange[] }[];
}

export interface ContentDiff {
  /** By id. Where a node stands on the canvas does not count. */
  nodes: ListChanges;
  edges: ListChanges;
  /** By key. */
  exposedFields: ListChanges;
  /** By name. */
  tests: ListChanges;
  settings: PathChange[];
  display: PathChange[];
  isEmpty: boolean;
}

/** What a person has to look at to know how the two differ. Safe for content of any shape. */
export function diffContent(before: DraftContent, after: DraftContent): ContentDiff {
  const lists = {
    nodes: diffLists(listOf(before, 'nodes').map(withoutPlace), listOf(after, 'nodes').map(withoutPlace), 'id'),
    edges: diffLists(listOf(before, 'edges'), listOf(after, 'edges'), 'id'),
    exposedFields: diffLists(before.exposedFields, after.exposedFields, 'key'),
    tests: diffLists(before.tests, after.tests, 'name'),
  };
  const settings = diffValues(before.definition['settings'] ?? {}, after.definition['settings'] ?? {});
  const display = diffValues(before.display, after.display);
  const same = (list: ListChanges) => list.added.length + list.removed.length + list.changed.length === 0;
  const isEmpty = Object.values(lists).every(same) && settings.length + display.length === 0;
  return { ...lists, settings, display, isEmpty };
}

function listOf({ definition }: DraftContent, name: 'nodes' | 'edges'): Json[] {
  const list = definition[name];
  return Array.isArray(list) ? list : [];
}

/** Keys that only the editor's canvas knows. */
const CANVAS = new Set(['position', 'width', 'height', 'selected', 'dragging', 'measured', 'positionAbsolute']);

function withoutPlace(node: Json): Json {
  if (!isJsonObject(node)) return node;
  return Object.fromEntries(Object.entries(node).filter(([key]) => !CANVAS.has(key)));
}

function diffLists(before: readonly Json[], after: readonly Json[], key: string): ListChanges {
  const [old, now] = [byKey(before, key), byKey(after, key)];
  const kept = [...now.keys()].filter((id) => old.has(id));
  const changed = kept.map((id) => ({ id, changes: diffValues(old.get(id), now.get(id)) }));
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: changed.filter(({ changes }) => changes.length > 0),
  };
}

/** A member without a key of its own goes by its place. */
function byKey(list: readonly Json[], key: string): Map<string, Json> {
  const keyed = new Map<string, Json>();
  list.forEach((member, index) => {
    const own = isJsonObject(member) && Object.hasOwn(member, key) ? member[key] : undefined;
    keyed.set(typeof own === 'string' && !keyed.has(own) ? own : `#${index}`, member);
  });
  return keyed;
}

function diffValues(before: Json | undefined, after: Json | undefined, path: readonly string[] = []): PathChange[] {
  if (before === after) return [];
  if (isJsonObject(before) && isJsonObject(after)) return diffMembers(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return diffMembers(byIndex(before), byIndex(after), path);
  return [changeAt(path.join('.'), before, after)];
}

function changeAt(path: string, before: Json | undefined, after: Json | undefined): PathChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function diffMembers(before: JsonObject, after: JsonObject, path: readonly string[]): PathChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return keys.flatMap((key) => diffValues(own(before, key), own(after, key), [...path, key]));
}

const byIndex = (list: readonly Json[]): JsonObject => Object.fromEntries(list.entries());
