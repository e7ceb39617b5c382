import { compare, double, isNullish, isNumeric, Sum, toDecimal, toNumber, Width, widthOf } from '../../bson';
import { buildDecimal, finite } from '../../bson/decimal';
import { divideDecimals } from '../../bson/decimal-math';
import type { Collator } from '../../types';
import { argumentList, type Operator, type OperatorEntry } from './define';

/** Sum of the numbers among values; everything else is ignored. */
export function sumOf(values: Iterable<unknown>): unknown {
  const sum = new Sum();
  for (const value of values) if (isNumeric(value)) sum.add(value);
  return sum.total();
}

/** Mean from a running sum: double or decimal; null without numbers. */
export function meanOf(sum: Sum): unknown {
  if (sum.count === 0) return null;
  const total = sum.total();
  if (widthOf(total) === Width.decimal)
    return buildDecimal(divideDecimals(toDecimal(total), finite(BigInt(sum.count), 0)));
  return double(toNumber(total) / sum.count);
}

function averageOf(values: Iterable<unknown>): unknown {
  const sum = new Sum();
  for (const value of values) if (isNumeric(value)) sum.add(value);
  return meanOf(sum);
}

/** Smallest (1) or largest (-1) value that is not null; null without values. */
export function extremeOf(values: Iterable<unknown>, direction: 1 | -1, collator: Collator | undefined): unknown {
  let best: unknown = null;
  for (const value of values) {
    if (isNullish(value)) continue;
    if (best === null || compare(value, best, collator) * direction < 0) best = value;
  }
  return best;
}

/** Running variance (Welford). */
export class Variance {
  private count = 0;
  private mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (value - this.mean);
  }

  /** Standard deviation of the population or of a sample; null with too few values. */
  deviation(sample: boolean): unknown {
    const divisor = this.count - (sample ? 1 : 0);
    return divisor <= 0 ? null : double(Math.sqrt(this.squares / divisor));
  }
}

function deviationOf(values: Iterable<unknown>, sample: boolean): unknown {
  const variance = new Variance();
  for (const value of values) if (isNumeric(value)) variance.add(toNumber(value));
  return variance.deviation(sample);
}

type Fold = (values: Iterable<unknown>, collator: Collator | undefined) => unknown;

/** Of a single argument that is an array, its elements count; of several arguments, they themselves. */
function overArguments(name: string, fold: Fold): OperatorEntry {
  const operator: Operator = (argument, scope, compile) => {
    const evaluates = argumentList(argument).map((one) => compile(one, scope));
    const { collator } = scope.context;
    const [only] = evaluates;
    if (only && evaluates.length === 1) {
      return (doc) => {
        const value = only(doc);
        return fold(Array.isArray(value) ? (value as unknown[]) : [value], collator);
      };
    }
    return (doc) =>
      fold(
        evaluates.map((evaluate) => evaluate(doc)),
        collator,
      );
  };
  return [name, operator];
}

/** Accumulators used as expressions. */
export const STATISTICS: readonly OperatorEntry[] = [
  overArguments('$sum', sumOf),
  overArguments('$avg', averageOf),
  overArguments('$min', (values, collator) => extremeOf(values, 1, collator)),
  overArguments('$max', (values, collator) => extremeOf(values, -1, collator)),
  overArguments('$stdDevPop', (values) => deviationOf(values, false)),
  overArguments('$stdDevSamp', (values) => deviationOf(values, true)),
];
