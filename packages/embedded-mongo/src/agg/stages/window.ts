import { compare, identity, isNullish, isNumeric, isPlainObject, toNumber } from '../../bson';
import { fail } from '../../errors';
import { type Pace, PAUSE, type Paced, type Pause, visitRows } from '../../pace';
import { splitPath } from '../../query/path';
import { compileSort, type Sort } from '../../query/sort';
import type { Document } from '../../types';
import { compileAccumulator, isAccumulator, type MakeAccumulator } from '../accumulators';
import { isTimeUnit, unitMilliseconds } from '../expression/calendar';
import { compileExpression } from '../expression/compile';
import type { Evaluate } from '../expression/scope';
import { checkOptions, type CompileStage, objectSpec, type PipelineContext, withPath } from './stage';
import { compileRankFunction } from './window-functions';

/** Values of one output field for the documents of a sorted partition, one after another; pauses come in between. */
export type WindowFunction = (docs: readonly Document[], pace: Pace) => Iterable<unknown>;

/** First and last index of each document's window; empty when last < first. */
type Bounds = (docs: readonly Document[]) => (at: number) => { first: number; last: number };

function documentOffset(bound: unknown, unbounded: number): (at: number) => number {
  if (bound === 'unbounded') return () => unbounded;
  if (bound === 'current') return (at) => at;
  if (!isNumeric(bound) || !Number.isInteger(toNumber(bound)))
    return fail(5339902, 'Numeric document-based bounds must be an integer');
  const offset = toNumber(bound);
  return (at) => at + offset;
}

function pairOf(name: string, value: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2)
    return fail(5339901, `Window bounds must be a 2-element array: ${name}`);
  return [value[0], value[1]];
}

function documentBounds(spec: unknown): Bounds {
  const [lower, upper] = pairOf('documents', spec);
  const first = documentOffset(lower, -Infinity);
  const last = documentOffset(upper, Infinity);
  return (docs) => (at) => ({ first: Math.max(0, first(at)), last: Math.min(docs.length - 1, last(at)) });
}

/** Position on the axis that the window's range is measured on. */
function axisOf(path: string, unit: unknown): (doc: Document) => number {
  if (unit !== undefined && !isTimeUnit(unit)) fail(5429413, `invalid unit for a range-based window`);
  const scale =
    typeof unit === 'string'
      ? (unitMilliseconds(unit) ??
        fail(238, `$setWindowFields: a range in ${unit}s is not supported by the embedded store`))
      : 1;
  const parts = splitPath(path);
  return (doc) => {
    let value: unknown = doc;
    for (const part of parts) value = isPlainObject(value) ? value[part] : undefined;
    if (unit !== undefined)
      return value instanceof Date
        ? value.getTime() / scale
        : fail(5429513, 'Invalid range: Expected the sortBy field to be a Date');
    return isNumeric(value)
      ? toNumber(value)
      : fail(5429414, 'Invalid range: Expected the sortBy field to be a number');
  };
}

function rangeBounds(spec: unknown, unit: unknown, sortBy: Document | undefined): Bounds {
  const [lower, upper] = pairOf('range', spec);
  const keys = Object.keys(sortBy ?? {});
  if (keys.length !== 1 || sortBy?.[keys[0] as string] === -1)
    fail(5339902, 'Range-based bounds require sortBy a single field, ascending');
  const axis = axisOf(keys[0] as string, unit);
  const limit = (bound: unknown, unbounded: number): ((position: number) => number) => {
    if (bound === 'unbounded') return () => unbounded;
    const offset =
      bound === 'current'
        ? 0
        : isNumeric(bound)
          ? toNumber(bound)
          : fail(5429415, 'Range-based bounds must be numeric');
    return (position) => position + offset;
  };
  const low = limit(lower, -Infinity);
  const high = limit(upper, Infinity);
  return (docs) => {
    const positions = docs.map(axis);
    return (at) => {
      const position = positions[at] as number;
      return {
        first: firstIndex(positions, (other) => other >= low(position)),
        last: firstIndex(positions, (other) => other > high(position)) - 1,
      };
    };
  };
}

/** Index of the first of some growing numbers that has grown far enough; their count when none has. */
function firstIndex(numbers: readonly number[], isFarEnough: (number: number) => boolean): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isFarEnough(numbers[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const wholePartition: Bounds = (docs) => () => ({ first: 0, last: docs.length - 1 });

function boundsOf(window: unknown, sortBy: Document | undefined): Bounds {
  if (window === undefined) return wholePartition;
  const spec = objectSpec('$setWindowFields window', 9, window);
  checkOptions('window', 9, spec, ['documents', 'range', 'unit']);
  if (spec.documents !== undefined && spec.range !== undefined)
    fail(9, "Window bounds can specify either 'documents' or 'unit', not both.");
  if (spec.range !== undefined) return rangeBounds(spec.range, spec.unit, sortBy);
  return spec.documents === undefined ? wholePartition : documentBounds(spec.documents);
}

/** Runs an accumulator over each window; a window that only grows at its end keeps its state. */
function accumulate(make: MakeAccumulator, bounds: Bounds): WindowFunction {
  return function* (docs, pace) {
    const windowAt = bounds(docs);
    let state = make();
    let first = 0;
    let next = 0;
    for (let at = 0; at < docs.length; at++) {
      const window = windowAt(at);
      if (window.first !== first || window.last + 1 < next) {
        state = make();
        next = first = window.first;
      }
      for (; next <= window.last; next++) {
        if (pace.isDue()) yield PAUSE;
        state.add(docs[next] as Document);
      }
      yield state.value() ?? null;
    }
  };
}

type Output = { readonly parts: string[]; readonly run: WindowFunction };

function compileOutput(
  path: string,
  value: unknown,
  sortBy: Document | undefined,
  order: Sort | undefined,
  context: PipelineContext,
): Output {
  const spec = objectSpec(`$setWindowFields output '${path}'`, 9, value);
  const { window, ...rest } = spec;
  const [name = '', ...others] = Object.keys(rest);
  if (others.length > 0 || name === '') fail(9, `Field '${path}' must specify exactly one window function`);
  const parts = splitPath(path);
  if (isAccumulator(name))
    return { parts, run: accumulate(compileAccumulator(path, rest, context), boundsOf(window, sortBy)) };
  const run = compileRankFunction(name, rest[name], order, context);
  if (!run) return fail(9, `Unrecognized window function, ${name}`);
  if (window !== undefined) fail(5371601, `'window' field is not allowed in ${name}`);
  return { parts, run };
}

/** Documents by partition, in the order in which the partitions appear. */
function* partitions(input: Iterable<Paced<Document>>, by: Evaluate | undefined): Generator<Pause, Document[][]> {
  const found = new Map<string, { id: unknown; docs: Document[] }>();
  yield* visitRows(input, (doc) => {
    const id = by?.(doc) ?? null;
    if (Array.isArray(id)) fail(14, 'An expression used to partition cannot evaluate to value of type array');
    const key = identity(id);
    const entry = found.get(key);
    if (entry) entry.docs.push(doc);
    else found.set(key, { id, docs: [doc] });
  });
  return [...found.values()].sort((a, b) => compare(a.id, b.id)).map(({ docs }) => docs);
}

/** The next value of a column, past its pauses. */
function* nextValue(column: Iterator<unknown>): Generator<Pause, unknown> {
  for (;;) {
    const step: IteratorResult<unknown, unknown> = column.next();
    if (step.value !== PAUSE) return step.value;
    yield PAUSE;
  }
}

/** The documents of a sorted partition with their new fields. */
function* withOutputs(docs: readonly Document[], outputs: readonly Output[], pace: Pace): Generator<Paced<Document>> {
  const columns = outputs.map(({ parts, run }) => ({ parts, values: run(docs, pace)[Symbol.iterator]() }));
  for (const doc of docs) {
    if (pace.isDue()) yield PAUSE;
    let result = doc;
    for (const { parts, values } of columns) result = withPath(result, parts, yield* nextValue(values));
    yield result;
  }
}

export const setWindowFields: CompileStage = (spec, context) => {
  const options = objectSpec('$setWindowFields', 9, spec);
  checkOptions('$setWindowFields', 40415, options, ['partitionBy', 'sortBy', 'output']);
  if (options.output === undefined) fail(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  const sortBy = isNullish(options.sortBy) ? undefined : objectSpec('$setWindowFields sortBy', 10065, options.sortBy);
  const order = sortBy ? compileSort(sortBy, context) : undefined;
  const by = isNullish(options.partitionBy) ? undefined : compileExpression(options.partitionBy, context);
  const outputs = Object.entries(objectSpec('$setWindowFields output', 10065, options.output)).map(([path, value]) =>
    compileOutput(path, value, sortBy, order, context),
  );
  return function* (input) {
    for (const docs of yield* partitions(input, by)) {
      const sorted = order ? yield* order.sort(docs, (doc) => doc, context.pace) : docs;
      yield* withOutputs(sorted, outputs, context.pace);
    }
  };
};
