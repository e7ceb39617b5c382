import { isPlainObject, isRegex } from '../bson';
import { compileTracked } from '../agg/expression/compile';
import { fail } from '../errors';
import type { Document } from '../types';
import type { CompileContext } from './context';
import { isOperatorObject, isReferenceKey, type MatchState, type Predicate, splitPath, topLevelOf, walk } from './path';
import {
  equalTo,
  hasBits,
  hasRemainder,
  hasSize,
  hasType,
  isTruthy,
  matchesPattern,
  oneOf,
  orAnyElement,
  ordered,
  type ValueTest,
} from './predicates';

/** A compiled filter. `fields` are the top-level fields it reads; null means the whole document. */
export type Filter = {
  readonly test: (doc: Document) => boolean;
  /** Index of the outermost array element that satisfied the filter, for the positional `$`. */
  readonly position: (doc: Document) => number | undefined;
  readonly fields: ReadonlySet<string> | null;
};

type Test = (value: unknown, state?: MatchState) => boolean;

/** The top-level fields a filter reads, collected while it is compiled. */
type Reads = { readonly fields: Set<string>; whole: boolean };

/** `spread` makes a condition on a value try the elements of an array too; `reads` is null below `$elemMatch`. */
type Build = {
  readonly context: CompileContext;
  readonly reads: Reads | null;
  readonly spread: (test: ValueTest) => Predicate;
};

type OperatorInput = { readonly argument: unknown; readonly siblings: Document; readonly build: Build };

function allOf(tests: readonly Test[]): Test {
  const [only] = tests;
  if (!only) return () => true;
  if (tests.length === 1) return only;
  return (value, state) => {
    for (const test of tests) if (!test(value, state)) return false;
    return true;
  };
}

const negated =
  (test: Test): Test =>
  (value) =>
    !test(value);

/** A predicate on everything that a path reaches; the empty path is the value itself. */
function onPath(parts: readonly string[], predicate: Predicate): Test {
  const [only] = parts;
  if (only === undefined) return predicate;
  if (parts.length > 1) return (value, state) => walk(value, parts, 0, predicate, state);
  return (value, state) => {
    if (!isPlainObject(value)) return walk(value, parts, 0, predicate, state);
    return predicate(Object.hasOwn(value, only) ? value[only] : undefined, state);
  };
}

const notSupported = (operator: string, what: string) => (): never =>
  fail(238, `${operator}: ${what} not supported by the embedded store`);

const geo = (operator: string): [string, () => never] => [operator, notSupported(operator, 'geospatial queries are')];

const orderOperator = (operator: string): [string, (input: OperatorInput) => Predicate] => [
  operator,
  ({ argument, build }) => build.spread(ordered(operator, argument, build.context.collator)),
];

const bitOperator = (operator: string): [string, (input: OperatorInput) => Predicate] => [
  operator,
  ({ argument, build }) => build.spread(hasBits(operator, argument)),
];

/** Operators that are one predicate on each value of the path. */
const PREDICATES: ReadonlyMap<string, (input: OperatorInput) => Predicate> = new Map([
  ['$eq', ({ argument, build }: OperatorInput) => build.spread(equalTo(argument, build.context.collator))],
  ['$in', ({ argument, build }: OperatorInput) => build.spread(oneOf(argument, build.context.collator))],
  ...['$lt', '$lte', '$gt', '$gte'].map(orderOperator),
  ...['$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear'].map(bitOperator),
  ['$type', ({ argument, build }: OperatorInput) => build.spread(hasType(argument))],
  ['$mod', ({ argument, build }: OperatorInput) => build.spread(hasRemainder(argument))],
  ['$regex', regexPredicate],
  ['$size', ({ argument }: OperatorInput) => hasSize(argument)],
  ['$elemMatch', elementPredicate],
  ...['$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within'].map(geo),
]);

function regexPredicate({ argument, siblings, build }: OperatorInput): Predicate {
  const { $options: options } = siblings;
  if (options !== undefined && typeof options !== 'string') fail(2, '$options has to be a string');
  return build.spread(matchesPattern(argument, options));
}

/** `$elemMatch` on values (`{$gt: 1}`) or on documents (`{field: condition}`). */
function elementPredicate({ argument, build }: OperatorInput): Predicate {
  if (!isPlainObject(argument)) return fail(2, '$elemMatch needs an Object');
  const first = Object.keys(argument)[0];
  const onValues = first !== undefined && isOperatorObject(argument) && !LOGICAL.has(first);
  const test = onValues
    ? conditionTest([], argument, { context: build.context, reads: null, spread: (single) => single })
    : filterTest(argument, { context: build.context, reads: null, spread: orAnyElement });
  const admits = (element: unknown): boolean => onValues || isPlainObject(element) || Array.isArray(element);
  return (value, state) => {
    if (!Array.isArray(value)) return false;
    const index = value.findIndex((element) => admits(element) && test(element));
    if (index < 0) return false;
    if (state) state.index = index;
    return true;
  };
}

type PathOperator = (parts: readonly string[], input: OperatorInput) => Test;

/** Operators that say something about the path as a whole. */
const PATH_OPERATORS: ReadonlyMap<string, PathOperator> = new Map<string, PathOperator>([
  ['$ne', notEqual],
  [
    '$nin',
    (parts, { argument, build }) => negated(onPath(parts, build.spread(oneOf(argument, build.context.collator)))),
  ],
  ['$not', notOperator],
  ['$exists', existsOperator],
  ['$all', allOperator],
  ['$options', optionsOperator],
]);

function notEqual(parts: readonly string[], { argument, build }: OperatorInput): Test {
  if (isRegex(argument)) fail(2, "Can't have regex as arg to $ne.");
  return negated(onPath(parts, build.spread(equalTo(argument, build.context.collator))));
}

function notOperator(parts: readonly string[], { argument, build }: OperatorInput): Test {
  if (isPlainObject(argument) && Object.keys(argument).length === 0) fail(2, '$not cannot be empty');
  if (!isRegex(argument) && !isOperatorObject(argument)) fail(2, '$not needs a regex or a document');
  return negated(conditionTest(parts, argument, build));
}

function existsOperator(parts: readonly string[], { argument }: OperatorInput): Test {
  const present = onPath(parts, (value) => value !== undefined);
  return isTruthy(argument) ? present : negated(present);
}

/** Each member of `$all` is a condition of its own on the path. */
function allOperator(parts: readonly string[], { argument, build }: OperatorInput): Test {
  if (!Array.isArray(argument)) return fail(2, '$all needs an array');
  const members = argument as unknown[];
  if (members.length === 0) return () => false;
  const tests = members.map((member) => {
    if (isPlainObject(member) && '$elemMatch' in member) return conditionTest(parts, member, build);
    if (isOperatorObject(member)) return fail(2, 'no $ expressions in $all');
    return isRegex(member) ? conditionTest(parts, member, build) : conditionTest(parts, { $eq: member }, build);
  });
  return allOf(tests);
}

function optionsOperator(_parts: readonly string[], { siblings }: OperatorInput): Test {
  if (!('$regex' in siblings)) fail(2, '$options needs a $regex');
  return () => true;
}

function operatorTest(parts: readonly string[], operator: string, input: OperatorInput): Test {
  const onWholePath = PATH_OPERATORS.get(operator);
  if (onWholePath) return onWholePath(parts, input);
  const predicate = PREDICATES.get(operator) ?? fail(2, `unknown operator: ${operator}`);
  return onPath(parts, predicate(input));
}

/** What stands behind a field name: a plain value, a regular expression or an object of operators. */
function conditionTest(parts: readonly string[], condition: unknown, build: Build): Test {
  if (isRegex(condition)) return onPath(parts, build.spread(matchesPattern(condition)));
  if (!isOperatorObject(condition)) return onPath(parts, build.spread(equalTo(condition, build.context.collator)));
  return allOf(
    Object.keys(condition).map((operator) =>
      operatorTest(parts, operator, { argument: condition[operator], siblings: condition, build }),
    ),
  );
}

type TopLevelOperator = (argument: unknown, build: Build) => Test;

function branches(operator: string, argument: unknown, build: Build): Test[] {
  if (!Array.isArray(argument) || argument.length === 0) return fail(2, `${operator} must be a nonempty array`);
  return (argument as unknown[]).map((branch) =>
    isPlainObject(branch) ? filterTest(branch, build) : fail(2, `${operator} entries need to be full objects`),
  );
}

function anyOf(tests: readonly Test[]): Test {
  return (value, state) => tests.some((test) => test(value, state));
}

/** Adds what an expression or a text search reads; both belong to the top level only. */
function addReads(operator: string, fields: ReadonlySet<string> | null, { reads }: Build): void {
  if (!reads) fail(2, `${operator} can only be applied to the top-level document`);
  else if (fields === null) reads.whole = true;
  else for (const field of fields) reads.fields.add(field);
}

function expressionTest(argument: unknown, build: Build): Test {
  const { evaluate, fields } = compileTracked(argument, build.context);
  addReads('$expr', fields, build);
  return (value) => isTruthy(evaluate(value as Document));
}

function textTest(_argument: unknown, build: Build): Test {
  const text = build.context.text ?? fail(27, 'text index required for $text query');
  addReads('$text', text.fields, build);
  return (value) => text.test(value as Document);
}

const LOGICAL: ReadonlyMap<string, TopLevelOperator> = new Map<string, TopLevelOperator>([
  ['$and', (argument, build) => allOf(branches('$and', argument, build))],
  ['$or', (argument, build) => anyOf(branches('$or', argument, build))],
  ['$nor', (argument, build) => negated(anyOf(branches('$nor', argument, build)))],
  ['$expr', expressionTest],
  ['$text', textTest],
  ['$comment', () => () => true],
  ['$where', notSupported('$where', 'server-side JavaScript is')],
  ['$jsonSchema', notSupported('$jsonSchema', 'schema matching is')],
  ['$alwaysTrue', () => () => true],
  ['$alwaysFalse', () => () => false],
  ['$sampleRate', notSupported('$sampleRate', 'sampling in a filter is')],
]);

function unknownTopLevel(name: string): never {
  return fail(
    2,
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

function entryTest(name: string, argument: unknown, build: Build): Test {
  if (name.startsWith('$') && !isReferenceKey(name))
    return (LOGICAL.get(name) ?? unknownTopLevel(name))(argument, build);
  build.reads?.fields.add(topLevelOf(name));
  return conditionTest(splitPath(name), argument, build);
}

function filterTest(filter: Document, build: Build): Test {
  return allOf(Object.keys(filter).map((name) => entryTest(name, filter[name], build)));
}

/**
 * Compiles a filter document.
 * @throws MongoError 2 for unknown operators and bad arguments, 27 for `$text` without index, 238 for what is left out
 */
export function compileFilter(filter: Document, context: CompileContext): Filter {
  const reads: Reads = { fields: new Set(), whole: false };
  const test = filterTest(filter, { context, reads, spread: orAnyElement });
  return {
    test: (doc) => test(doc),
    position: (doc) => {
      const state: MatchState = { index: undefined };
      return test(doc, state) ? state.index : undefined;
    },
    fields: reads.whole ? null : reads.fields,
  };
}
