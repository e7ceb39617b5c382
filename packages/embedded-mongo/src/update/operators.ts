import { isPlainObject, typeName } from '../bson';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import { splitPath } from '../query/path';
import type { Document } from '../types';
import { type ArrayFilters, compileArrayFilters, expandPath, identifierOf, isDynamic } from './array-filters';
import { ARRAY_MODIFIERS } from './array-modifiers';
import { type CompileModifier, type Modifier, VALUE_MODIFIERS } from './modifiers';
import { ConflictCheck, describe, Draft, KEEP, member, REMOVE } from './paths';

/** One operator on one path. */
type Change = {
  readonly operator: string;
  readonly path: string;
  readonly parts: readonly string[];
  readonly dynamic: boolean;
  /** Makes missing documents on the way. */
  readonly creates: boolean;
  readonly modify: Modifier;
  /** Only for `$rename`. */
  readonly source?: readonly string[];
};

export type ApplyOptions = { position?: number | undefined; inserting: boolean };

const NOT_CREATING = new Set(['$unset', '$pull', '$pullAll', '$pop']);

function partsOf(path: string): string[] {
  const parts = splitPath(path);
  if (parts.some((part) => part === ''))
    fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  const first = parts[0] as string;
  if (isDynamic(first)) fail(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (parts.filter((part) => part === '$').length > 1)
    fail(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  return parts;
}

const REFERENCE_FIELDS = new Set(['$ref', '$id', '$db']);

/** MongoDB 5 and later store names with a dollar below the top level, and at the top in new documents only. */
function checkTopLevel(path: string, parts: readonly string[]): void {
  const [name = ''] = parts;
  if (!name.startsWith('$') || REFERENCE_FIELDS.has(name)) return;
  fail(
    52,
    `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
  );
}

function renameChange(from: string, to: unknown): Change {
  if (typeof to !== 'string') return fail(2, `The 'to' field for $rename must be a string: ${from}: ${describe(to)}`);
  const source = partsOf(from);
  const parts = partsOf(to);
  if (from === to) fail(2, `The source and target field for $rename must differ: ${from}: "${to}"`);
  if (source.some(isDynamic)) fail(2, `The source field for $rename may not be dynamic: ${from}`);
  if (parts.some(isDynamic)) fail(2, `The destination field for $rename may not be dynamic: ${to}`);
  return { operator: '$rename', path: to, parts, source, dynamic: false, creates: true, modify: () => KEEP };
}

function changesOf(operator: string, argument: unknown, context: CompileContext): Change[] {
  const compile: CompileModifier | undefined = VALUE_MODIFIERS.get(operator) ?? ARRAY_MODIFIERS.get(operator);
  if (!compile && operator !== '$rename') {
    fail(
      9,
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isPlainObject(argument)) {
    return fail(
      9,
      `Modifiers operate on fields but we found type ${typeName(argument)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${describe(argument)}}`,
    );
  }
  return Object.keys(argument).map((path) => {
    if (!compile) return renameChange(path, argument[path]);
    const parts = partsOf(path);
    const creates = !NOT_CREATING.has(operator);
    return {
      operator,
      path,
      parts,
      dynamic: parts.some(isDynamic),
      creates,
      modify: compile(argument[path], path, context),
    };
  });
}

function compareParts(a: string, b: string): number {
  const numeric = /^\d+$/;
  if (numeric.test(a) && numeric.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** MongoDB applies changes in the order of their paths, numbers in numeric order. */
function inPathOrder(a: Change, b: Change): number {
  const shared = Math.min(a.parts.length, b.parts.length);
  for (let at = 0; at < shared; at++) {
    const order = compareParts(a.parts[at] as string, b.parts[at] as string);
    if (order !== 0) return order;
  }
  return a.parts.length - b.parts.length;
}

function checkFiltersUsed(changes: readonly Change[], filters: ArrayFilters, spec: Document): void {
  const used = new Set(changes.flatMap((change) => change.parts.map(identifierOf)));
  for (const { path, parts } of changes) {
    for (const identifier of parts.map(identifierOf)) {
      if (identifier && !filters.has(identifier))
        fail(2, `No array filter found for identifier '${identifier}' in path '${path}'`);
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier))
      fail(9, `The array filter for identifier '${identifier}' was not used in the update ${describe(spec)}`);
  }
}

function checkNoArrayOnWay(draft: Draft, parts: readonly string[], role: string): void {
  let value: unknown = draft.document;
  for (const part of parts.slice(0, -1)) {
    value = member(value, part);
    if (Array.isArray(value)) {
      fail(
        2,
        `The ${role} field cannot be an array element, '${parts.join('.')}' in doc with _id: ${describe(draft.document._id)} has an array field called '${part}'`,
      );
    }
  }
}

function rename(draft: Draft, source: readonly string[], target: readonly string[]): void {
  checkNoArrayOnWay(draft, source, 'source');
  const value = draft.read(source);
  if (value === undefined) return;
  checkNoArrayOnWay(draft, target, 'destination');
  draft.modify(source, false, () => REMOVE);
  draft.modify(target, true, () => value);
}

/** Expands dynamic paths against the document as it was, then checks that they do not overlap. */
function concreteChanges(
  changes: readonly Change[],
  doc: Document,
  position: number | undefined,
  filters: ArrayFilters,
): { change: Change; parts: readonly string[] }[] {
  const check = new ConflictCheck();
  return changes.flatMap((change) => {
    const paths = change.dynamic ? expandPath(doc, change.parts, position, filters) : [change.parts];
    return paths.map((parts) => {
      check.claim(parts);
      return { change, parts };
    });
  });
}

/** Compiles `{$set: ..., $inc: ...}`; the result never changes its input and returns it when nothing changed. */
export function compileOperators(
  spec: Document,
  arrayFilters: readonly Document[],
  context: CompileContext,
): (doc: Document, options: ApplyOptions) => Document {
  const filters = compileArrayFilters(arrayFilters, context);
  const changes = Object.keys(spec).flatMap((operator) => changesOf(operator, spec[operator], context));
  const check = new ConflictCheck();
  for (const change of changes) {
    check.claim(change.parts);
    if (change.source) check.claim(change.source);
  }
  checkFiltersUsed(changes, filters, spec);
  changes.sort(inPathOrder);
  const anyDynamic = changes.some((change) => change.dynamic);
  const fixed = changes.map((change) => ({ change, parts: change.parts }));

  return (doc, { position, inserting }) => {
    const draft = new Draft(doc);
    for (const { change, parts } of anyDynamic ? concreteChanges(changes, doc, position, filters) : fixed) {
      if (change.operator === '$setOnInsert' && !inserting) continue;
      if (!inserting) checkTopLevel(change.path, parts);
      if (change.source) rename(draft, change.source, parts);
      else
        draft.modify(parts, change.creates, (current) =>
          change.modify(current, { doc, path: change.dynamic ? parts.join('.') : change.path }),
        );
    }
    return draft.document;
  };
}
