import { compare, identity, isNullish, isNumeric, isPlainObject, Sum, toNumber, typeName } from '../bson';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import { compileSort } from '../query/sort';
import type { Document } from '../types';
import { positiveCount } from './expression/arrays';
import { compileExpression } from './expression/compile';
import { extremeOf, meanOf, Variance } from './expression/statistics';

/** One group's running state. */
export type Accumulator = { add(doc: Document): void; value(): unknown };

/** A compiled accumulator: makes the state of a new group. */
export type MakeAccumulator = () => Accumulator;

type CompileAccumulator = (argument: unknown, context: CompileContext, name: string) => MakeAccumulator;

/** What takes the values of one expression. */
type Collector = { take(value: unknown): void; value(): unknown };

/** An accumulator over one expression. */
function over(make: (context: CompileContext) => Collector): CompileAccumulator {
  return (argument, context, name) => {
    if (Array.isArray(argument) && argument.length !== 1) fail(40237, `The ${name} accumulator is a unary operator`);
    const evaluate = compileExpression(Array.isArray(argument) ? argument[0] : argument, context);
    return () => {
      const collector = make(context);
      return { add: (doc) => collector.take(evaluate(doc)), value: () => collector.value() };
    };
  };
}

const sum = over(() => {
  const total = new Sum();
  return { take: (value) => void (isNumeric(value) && total.add(value)), value: () => total.total() };
});

const average = over(() => {
  const total = new Sum();
  return { take: (value) => void (isNumeric(value) && total.add(value)), value: () => meanOf(total) };
});

const extreme = (direction: 1 | -1): CompileAccumulator =>
  over(({ collator }) => {
    let best: unknown = null;
    return { take: (value) => void (best = extremeOf([best, value], direction, collator)), value: () => best };
  });

const first = over(() => {
  let seen = false;
  let value: unknown;
  return {
    take: (next) => {
      if (!seen) value = next;
      seen = true;
    },
    value: () => value ?? null,
  };
});

const last = over(() => {
  let value: unknown;
  return { take: (next) => void (value = next), value: () => value ?? null };
});

const push = over(() => {
  const values: unknown[] = [];
  return { take: (value) => void (value !== undefined && values.push(value)), value: () => [...values] };
});

const addToSet = over(({ collator }) => {
  const values = new Map<string, unknown>();
  return {
    take: (value) => {
      if (value === undefined) return;
      const key = identity(value, collator?.spec);
      if (!values.has(key)) values.set(key, value);
    },
    value: () => [...values.values()],
  };
});

const mergeObjects = over(() => {
  const merged: Document = {};
  return {
    take: (value) => {
      if (isNullish(value)) return;
      if (!isPlainObject(value))
        fail(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
      Object.assign(merged, value);
    },
    value: () => ({ ...merged }),
  };
});

const deviation = (sample: boolean): CompileAccumulator =>
  over(() => {
    const variance = new Variance();
    return {
      take: (value) => void (isNumeric(value) && variance.add(toNumber(value))),
      value: () => variance.deviation(sample),
    };
  });

const count: CompileAccumulator = (argument) => {
  if (!isPlainObject(argument) || Object.keys(argument).length > 0)
    fail(2, '$count takes no arguments, i.e. $count:{}');
  return () => {
    let documents = 0;
    return { add: () => void documents++, value: () => documents };
  };
};

function argumentsOf(name: string, argument: unknown, wanted: readonly string[]): Document {
  if (!isPlainObject(argument))
    return fail(5787900, `specification must be an object; found ${name} :${typeName(argument)}`);
  for (const key of Object.keys(argument))
    if (!wanted.includes(key)) fail(5787901, `Unknown argument for 'n' operator: ${key}`);
  for (const key of wanted) if (!(key in argument)) fail(5787906, `Missing value for '${key}' in ${name}`);
  return argument;
}

/** `n` must be known without a document. */
function countOf(name: string, n: unknown, context: CompileContext): number {
  return positiveCount(name, compileExpression(n, context)({}));
}

const SLACK = 1000;

/** What `pick` would choose of all values, without keeping them all: to pick from earlier picks gives the same. */
class Picked<T> {
  private values: T[] = [];

  constructor(
    private readonly n: number,
    private readonly pick: (values: readonly T[]) => T[],
  ) {}

  add(value: T): void {
    if (this.values.push(value) > 2 * this.n + SLACK) this.values = this.pick(this.values);
  }

  get(): T[] {
    return this.pick(this.values);
  }
}

/** `$firstN`, `$lastN`, `$minN`, `$maxN`. */
function manyOf(
  pick: (values: readonly unknown[], n: number, context: CompileContext) => unknown[],
): CompileAccumulator {
  return (argument, context, name) => {
    const spec = argumentsOf(name, argument, ['input', 'n']);
    const evaluate = compileExpression(spec.input, context);
    const n = countOf(name, spec.n, context);
    return () => {
      const picked = new Picked<unknown>(n, (values) => pick(values, n, context));
      return { add: (doc) => picked.add(evaluate(doc) ?? null), value: () => picked.get() };
    };
  };
}

const extremes = (direction: 1 | -1): CompileAccumulator =>
  manyOf((values, n, { collator }) =>
    values
      .filter((value) => !isNullish(value))
      .sort((a, b) => compare(a, b, collator) * direction)
      .slice(0, n),
  );

type Ranked = { readonly doc: Document; readonly output: unknown };

/** `$top`, `$topN`, `$bottom`, `$bottomN`. */
function byRank(single: boolean, bottom: boolean): CompileAccumulator {
  return (argument, context, name) => {
    const spec = argumentsOf(name, argument, single ? ['sortBy', 'output'] : ['sortBy', 'output', 'n']);
    if (!isPlainObject(spec.sortBy)) return fail(10065, `expected 'sortBy' to be an object in ${name}`);
    const order = compileSort(spec.sortBy, context);
    const evaluate = compileExpression(spec.output, context);
    const n = single ? 1 : countOf(name, spec.n, context);
    return () => {
      const picked = new Picked<Ranked>(n, (rows) => {
        const sorted = rows.toSorted((a, b) => order.compare(a.doc, b.doc));
        return bottom ? sorted.slice(-n) : sorted.slice(0, n);
      });
      const value = (): unknown => {
        const outputs = picked.get().map(({ output }) => output);
        return single ? (outputs[0] ?? null) : outputs;
      };
      return { add: (doc) => picked.add({ doc, output: evaluate(doc) ?? null }), value };
    };
  };
}

const ACCUMULATORS: ReadonlyMap<string, CompileAccumulator> = new Map<string, CompileAccumulator>([
  ['$sum', sum],
  ['$avg', average],
  ['$min', extreme(1)],
  ['$max', extreme(-1)],
  ['$first', first],
  ['$last', last],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$mergeObjects', mergeObjects],
  ['$stdDevPop', deviation(false)],
  ['$stdDevSamp', deviation(true)],
  ['$count', count],
  ['$firstN', manyOf((values, n) => values.slice(0, n))],
  ['$lastN', manyOf((values, n) => values.slice(-n))],
  ['$minN', extremes(1)],
  ['$maxN', extremes(-1)],
  ['$top', byRank(true, false)],
  ['$topN', byRank(false, false)],
  ['$bottom', byRank(true, true)],
  ['$bottomN', byRank(false, true)],
]);

export function isAccumulator(name: string): boolean {
  return ACCUMULATORS.has(name);
}

/**
 * Compiles `{$sum: ...}` and the like.
 * @throws MongoError 40234, 40238, 15952, 238
 */
export function compileAccumulator(field: string, spec: unknown, context: CompileContext): MakeAccumulator {
  if (!isPlainObject(spec) || Object.keys(spec).length === 0)
    return fail(40234, `The field '${field}' must be an accumulator object`);
  const [name = '', ...others] = Object.keys(spec);
  if (others.length > 0) fail(40238, `The field '${field}' must specify one accumulator`);
  if (name === '$accumulator') fail(238, '$accumulator: server-side JavaScript is not supported by the embedded store');
  const compile = ACCUMULATORS.get(name) ?? fail(15952, `unknown group operator '${name}'`);
  return compile(spec[name], context, name);
}
