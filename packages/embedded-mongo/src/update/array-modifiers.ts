import { equals, identity, isNumeric, isPlainObject, isRegex, toNumber, typeName } from '../bson';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import { compileFilter } from '../query/filter';
import { isOperatorObject } from '../query/path';
import { compileValueSort } from '../query/sort';
import type { Document } from '../types';
import type { CompileModifier, Situation } from './modifiers';
import { describe, describeId, KEEP } from './paths';

function requireArray(current: unknown, { doc, path }: Situation): unknown[] {
  if (Array.isArray(current)) return current;
  return fail(
    2,
    `The field '${path}' must be an array but is of type ${typeName(current)} in document ${describeId(doc)}`,
  );
}

const hasEach = (argument: unknown): argument is Document => isPlainObject(argument) && '$each' in argument;

function eachOf(operator: string, argument: Document): unknown[] {
  const { $each: each } = argument;
  return Array.isArray(each)
    ? each
    : fail(14, `The argument to $each in ${operator} must be an array but it was of type: ${typeName(each)}`);
}

const PUSH_CLAUSES = ['$each', '$slice', '$sort', '$position'];

function wholeNumber(clause: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number))
    fail(2, `The value for ${clause} must be an integer value but was given type: ${typeName(value)}`);
  return number;
}

function insertAt(array: readonly unknown[], values: readonly unknown[], position: number | undefined): unknown[] {
  if (position === undefined) return [...array, ...values];
  const at = position < 0 ? Math.max(0, array.length + position) : Math.min(position, array.length);
  return [...array.slice(0, at), ...values, ...array.slice(at)];
}

function keepSlice(array: unknown[], count: number | undefined): unknown[] {
  if (count === undefined) return array;
  if (count === 0) return [];
  return count < 0 ? array.slice(count) : array.slice(0, count);
}

const push: CompileModifier = (argument, _path, context) => {
  if (!hasEach(argument)) {
    return (current, situation) =>
      current === undefined ? [argument] : [...requireArray(current, situation), argument];
  }
  for (const clause of Object.keys(argument)) {
    if (!PUSH_CLAUSES.includes(clause)) fail(2, `Unrecognized clause in $push: ${clause}`);
  }
  const each = eachOf('$push', argument);
  const position = wholeNumber('$position', argument.$position);
  const count = wholeNumber('$slice', argument.$slice);
  const sort = argument.$sort === undefined ? undefined : compileValueSort(argument.$sort, context);
  return (current, situation) => {
    const array = current === undefined ? [] : requireArray(current, situation);
    const grown = insertAt(array, each, position);
    return keepSlice(sort ? sort(grown) : grown, count);
  };
};

const addToSet: CompileModifier = (argument, _path, { collator }) => {
  const candidates = hasEach(argument) ? eachOf('$addToSet', argument) : [argument];
  return (current, situation) => {
    const array = current === undefined ? [] : requireArray(current, situation);
    const result = [...array];
    for (const candidate of candidates) {
      if (!result.some((value) => equals(value, candidate, collator))) result.push(candidate);
    }
    return current !== undefined && result.length === array.length ? KEEP : result;
  };
};

const WHOLE_FILTERS = new Set(['$and', '$or', '$nor', '$expr']);

/** Which elements `$pull` removes: by operators, by the fields of documents, or by equality. */
function pullTest(argument: unknown, context: CompileContext): (element: unknown) => boolean {
  if (isOperatorObject(argument) && !WHOLE_FILTERS.has(Object.keys(argument)[0] ?? '')) {
    const filter = compileFilter({ value: { $elemMatch: argument } }, context);
    return (element) => filter.test({ value: [element] });
  }
  if (isPlainObject(argument)) {
    const filter = compileFilter(argument, context);
    return (element) => isPlainObject(element) && filter.test(element);
  }
  if (isRegex(argument)) {
    const filter = compileFilter({ value: argument }, context);
    return (element) => !Array.isArray(element) && filter.test({ value: element });
  }
  return (element) => equals(element, argument, context.collator);
}

function removeWhere(current: unknown, situation: Situation, test: (element: unknown) => boolean): unknown {
  if (current === undefined) return KEEP;
  if (!Array.isArray(current)) return fail(2, `Cannot apply $pull to a non-array value`);
  const kept = requireArray(current, situation).filter((element) => !test(element));
  return kept.length === current.length ? KEEP : kept;
}

const pull: CompileModifier = (argument, _path, context) => {
  const test = pullTest(argument, context);
  return (current, situation) => removeWhere(current, situation, test);
};

const pullAll: CompileModifier = (argument, _path, { collator }) => {
  if (!Array.isArray(argument))
    return fail(2, `$pullAll requires an array argument but was given a ${typeName(argument)}`);
  const unwanted = argument as unknown[];
  if (collator) {
    return (current, situation) =>
      removeWhere(current, situation, (element) => unwanted.some((value) => equals(element, value, collator)));
  }
  const keys = new Set(unwanted.map((value) => identity(value)));
  return (current, situation) => removeWhere(current, situation, (element) => keys.has(identity(element)));
};

const pop: CompileModifier = (argument, path) => {
  const end = isNumeric(argument)
    ? toNumber(argument)
    : fail(9, `Expected a number in: ${path}: ${describe(argument)}`);
  if (end !== 1 && end !== -1) fail(9, `$pop expects 1 or -1, found: ${describe(argument)}`);
  return (current) => {
    if (current === undefined) return KEEP;
    if (!Array.isArray(current))
      return fail(14, `Path '${path}' contains an element of non-array type '${typeName(current)}'`);
    const array = current as unknown[];
    if (array.length === 0) return KEEP;
    return end === 1 ? array.slice(0, -1) : array.slice(1);
  };
};

/** Modifiers of arrays. */
export const ARRAY_MODIFIERS: ReadonlyMap<string, CompileModifier> = new Map<string, CompileModifier>([
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', pull],
  ['$pullAll', pullAll],
  ['$pop', pop],
]);
