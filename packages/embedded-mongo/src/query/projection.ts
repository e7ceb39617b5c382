import { compileTracked } from '../agg/expression/compile';
import { isNumeric, isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import type { Document } from '../types';
import type { CompileContext } from './context';
import { compileFilter, type Filter } from './filter';
import { getPath, isOperatorObject, splitPath, topLevelOf } from './path';
import {
  addComputed,
  addLeaf,
  flatten,
  isFlag,
  isOn,
  modeOf,
  PathClaims,
  type ProjectionEntry,
  treeOf,
} from './projection-spec';

/** A step on the projected document, given the original. */
type Step = (result: Document, original: Document) => Document;

type Parsed = {
  flags: ProjectionEntry[];
  computed: { path: string; evaluate: (doc: Document) => unknown }[];
  metas: { path: string; evaluate: (doc: Document) => unknown }[];
  slices: { path: string; slice: (array: unknown[]) => unknown[] }[];
  positional: string | undefined;
};

/** `n` from the front or, negative, from the back; `[skip, n]`, a negative skip counting from the end. */
function sliceOf(spec: unknown): ((array: unknown[]) => unknown[]) | undefined {
  if (isNumeric(spec)) {
    const count = Math.trunc(toNumber(spec));
    return count < 0 ? (array) => array.slice(count) : (array) => array.slice(0, count);
  }
  if (!Array.isArray(spec) || !spec.every(isNumeric)) return undefined;
  if (spec.length !== 2)
    return fail(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: [${spec.length} arguments] } did not match the find() syntax`,
    );
  const [skip = 0, count = 0] = spec.map((value) => Math.trunc(toNumber(value)));
  if (count <= 0)
    fail(
      28724,
      `First argument to $slice must be an array or a pair of integers with a positive limit, but limit is: ${count}`,
    );
  return (array) => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip;
    return array.slice(start, start + count);
  };
}

function elementMatcher(path: string, spec: unknown, context: CompileContext): (doc: Document) => unknown {
  if (!isPlainObject(spec)) return fail(31274, `elemMatch: Invalid argument, object required, but got ${String(spec)}`);
  if (path.includes('.')) fail(31275, `Cannot use $elemMatch projection on a nested field.`);
  const filter = compileFilter({ value: { $elemMatch: spec } }, context);
  return (doc) => {
    const array = doc[path];
    if (!Array.isArray(array)) return undefined;
    const index = filter.position({ value: array });
    return index === undefined ? undefined : [array[index]];
  };
}

function scoreOf(spec: unknown, context: CompileContext): (doc: Document) => unknown {
  if (spec !== 'textScore') fail(17308, `Unsupported argument to $meta: ${String(spec)}`);
  const text = context.text ?? fail(40218, 'query requires text score metadata, but it is not available');
  return (doc) => text.score(doc);
}

function parseOperator(parsed: Parsed, path: string, spec: Document, context: CompileContext): void {
  const slice = '$slice' in spec ? sliceOf(spec.$slice) : undefined;
  if (slice) parsed.slices.push({ path, slice });
  else if ('$elemMatch' in spec)
    parsed.computed.push({ path, evaluate: elementMatcher(path, spec.$elemMatch, context) });
  else if ('$meta' in spec) parsed.metas.push({ path, evaluate: scoreOf(spec.$meta, context) });
  else parsed.computed.push({ path, evaluate: compileTracked(spec, context).evaluate });
}

function parseEntry(parsed: Parsed, { path, value }: ProjectionEntry, context: CompileContext): void {
  if (path.endsWith('.$')) {
    if (parsed.positional !== undefined) fail(31276, 'Cannot specify more than one positional projection per query.');
    if (!isFlag(value)) fail(31271, 'positional projection cannot be used with a literal or expression');
    parsed.positional = path.slice(0, -2);
    parsed.flags.push({ path: parsed.positional, value: true });
  } else if (isFlag(value)) {
    parsed.flags.push({ path, value });
  } else if (isOperatorObject(value)) {
    parseOperator(parsed, path, value, context);
  } else {
    parsed.computed.push({ path, evaluate: compileTracked(value, context).evaluate });
  }
}

function parse(spec: Document, context: CompileContext): Parsed {
  const parsed: Parsed = { flags: [], computed: [], metas: [], slices: [], positional: undefined };
  const claims = new PathClaims();
  for (const entry of flatten(spec)) {
    const path = entry.path.endsWith('.$') ? entry.path.slice(0, -2) : entry.path;
    if (path.startsWith('$') && !path.startsWith('$ref') && !path.startsWith('$id') && !path.startsWith('$db')) {
      fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    }
    claims.claim(path);
    parseEntry(parsed, entry, context);
  }
  return parsed;
}

/** Replaces the array at a path; documents on the way are copied, arrays on the way apply to each element. */
function replaceArray(
  value: unknown,
  parts: readonly string[],
  at: number,
  replace: (array: unknown[]) => unknown[],
): unknown {
  if (at === parts.length) return Array.isArray(value) ? replace(value) : value;
  if (Array.isArray(value)) return value.map((element) => replaceArray(element, parts, at, replace));
  const name = parts[at] as string;
  if (!isPlainObject(value) || !Object.hasOwn(value, name)) return value;
  return { ...value, [name]: replaceArray(value[name], parts, at + 1, replace) };
}

function positionalStep(path: string, filter: Filter): Step {
  const parts = splitPath(path);
  return (result, original) => {
    if (!Array.isArray(getPath(original, path))) return result;
    const index = filter.position(original);
    if (index === undefined) {
      fail(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      );
    }
    return replaceArray(result, parts, 0, (array) => (index < array.length ? [array[index]] : [])) as Document;
  };
}

function sliceStep(path: string, slice: (array: unknown[]) => unknown[]): Step {
  const parts = splitPath(path);
  return (result) => replaceArray(result, parts, 0, slice) as Document;
}

/**
 * Compiles a projection of `find` and `findAndModify`. `filter` gives the element for a positional `path.$`.
 * @throws MongoError 31253, 31254 (mixture), 31249, 31250 (collision), 51246 (no element to project)
 */
export function compileProjection(
  spec: Document,
  filter: Filter,
  context: CompileContext,
): (doc: Document) => Document {
  if (Object.keys(spec).length === 0) return (doc) => doc;
  const parsed = parse(spec, context);
  const mode = modeOf(parsed.flags, parsed.computed.length > 0) ?? 'exclude';
  const idIsComputed = parsed.computed.some(({ path }) => path === '_id');
  const tree = treeOf(mode, parsed.flags, idIsComputed);
  if (mode === 'include') for (const { path } of parsed.slices) addLeaf(tree, path);
  for (const { path, evaluate } of [...parsed.computed, ...parsed.metas]) addComputed(tree, path, evaluate);
  const steps = parsed.slices.map(({ path, slice }) => sliceStep(path, slice));
  if (parsed.positional !== undefined) steps.push(positionalStep(parsed.positional, filter));
  return (doc) => steps.reduce((result, step) => step(result, doc), tree.apply(doc, doc));
}

/** Fields that one entry reads: null for the whole document; `including` when it makes the projection an inclusion. */
function entryReads(
  { path, value }: ProjectionEntry,
  context: CompileContext,
): { fields: Iterable<string> | null; including: boolean } {
  if (isFlag(value)) return { fields: [], including: path !== '_id' && isOn(value) };
  if (isOperatorObject(value)) {
    if ('$meta' in value) return { fields: null, including: false };
    if ('$elemMatch' in value) return { fields: [], including: true };
    if ('$slice' in value && sliceOf(value.$slice)) return { fields: [], including: false };
  }
  return { fields: compileTracked(value, context).fields, including: true };
}

/** The top-level fields a projection needs to see; null means the whole document. */
export function projectionFields(spec: Document, context: CompileContext): ReadonlySet<string> | null {
  const needed = new Set<string>(['_id']);
  let isInclusion = false;
  for (const entry of flatten(spec)) {
    const { fields, including } = entryReads(entry, context);
    if (fields === null) return null;
    isInclusion ||= including;
    for (const field of [...fields, topLevelOf(entry.path)]) needed.add(field);
  }
  return isInclusion ? needed : null;
}
