import { add, double, isNullish, isNumeric, multiply, subtract, toNumber } from '../../bson';
import { fail } from '../../errors';
import type { CompileContext } from '../../query/context';
import type { Sort } from '../../query/sort';
import type { Document } from '../../types';
import { compileExpression } from '../expression/compile';
import { checkOptions, objectSpec } from './stage';
import type { WindowFunction } from './window';

type Input = {
  readonly argument: unknown;
  readonly name: string;
  readonly order: Sort | undefined;
  readonly context: CompileContext;
};

function needOrder({ name, order }: Input): Sort {
  return order ?? fail(5371602, `${name} must be specified with a top level sortBy expression`);
}

/** Rank of each document; `next` tells it from the rank before and the position. */
function ranking(input: Input, next: (rank: number, at: number) => number): WindowFunction {
  const order = needOrder(input);
  return function* (docs) {
    let rank = 1;
    for (const [at, doc] of docs.entries()) {
      if (at > 0 && order.compare(docs[at - 1] as Document, doc) !== 0) rank = next(rank, at);
      yield rank;
    }
  };
}

function documentNumber(input: Input): WindowFunction {
  needOrder(input);
  return function* (docs) {
    for (const at of docs.keys()) yield at + 1;
  };
}

function shift(input: Input): WindowFunction {
  needOrder(input);
  const spec = objectSpec('$shift', 9, input.argument);
  checkOptions('$shift', 9, spec, ['output', 'by', 'default']);
  const evaluate = compileExpression(spec.output, input.context);
  const by = isNumeric(spec.by) ? toNumber(spec.by) : fail(9, "'$shift:by' field must be an integer");
  const fallback = compileExpression(spec.default ?? null, input.context)({});
  return function* (docs) {
    for (const at of docs.keys()) {
      const doc = docs[at + by];
      yield doc ? (evaluate(doc) ?? null) : fallback;
    }
  };
}

function lastObserved(input: Input): WindowFunction {
  const evaluate = compileExpression(input.argument, input.context);
  return function* (docs) {
    let known: unknown = null;
    for (const doc of docs) {
      const value = evaluate(doc);
      if (!isNullish(value)) known = value;
      yield known;
    }
  };
}

function smoothingOf(spec: Document): number {
  if ((spec.N === undefined) === (spec.alpha === undefined))
    fail(9, "$expMovingAvg sub object must have exactly one of 'N' and 'alpha'");
  const value = spec.N ?? spec.alpha;
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (spec.N !== undefined)
    return Number.isInteger(number) && number > 0
      ? 2 / (number + 1)
      : fail(9, "'N' field must be an integer greater than zero");
  return number > 0 && number < 1 ? number : fail(9, "'alpha' must be between 0 and 1 (exclusive)");
}

function movingAverage(input: Input): WindowFunction {
  needOrder(input);
  const spec = objectSpec('$expMovingAvg', 9, input.argument);
  checkOptions('$expMovingAvg', 9, spec, ['input', 'N', 'alpha']);
  const evaluate = compileExpression(spec.input, input.context);
  const alpha = double(smoothingOf(spec));
  const next = (before: unknown, value: unknown): unknown =>
    before === null
      ? double(toNumber(value))
      : add(multiply(value, alpha), multiply(before, subtract(double(1), alpha)));
  return function* (docs) {
    let average: unknown = null;
    for (const doc of docs) {
      const value = evaluate(doc);
      if (isNumeric(value)) average = next(average, value);
      yield average;
    }
  };
}

type RankFunction = (input: Input) => WindowFunction;

const FUNCTIONS: ReadonlyMap<string, RankFunction> = new Map<string, RankFunction>([
  ['$rank', (input) => ranking(input, (_, at) => at + 1)],
  ['$denseRank', (input) => ranking(input, (rank) => rank + 1)],
  ['$documentNumber', documentNumber],
  ['$shift', shift],
  ['$locf', lastObserved],
  ['$expMovingAvg', movingAverage],
]);

const NOT_SUPPORTED = new Set(['$derivative', '$integral', '$covariancePop', '$covarianceSamp', '$linearFill']);

/** Compiles a window function that is no accumulator; undefined for an unknown name. */
export function compileRankFunction(
  name: string,
  argument: unknown,
  order: Sort | undefined,
  context: CompileContext,
): WindowFunction | undefined {
  if (NOT_SUPPORTED.has(name)) fail(238, `${name}: this window function is not supported by the embedded store`);
  return FUNCTIONS.get(name)?.({ argument, name, order, context });
}
