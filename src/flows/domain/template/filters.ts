import { filters as liquidFilters } from 'liquidjs';
import { displayText, toJson } from './display-text';

/** Largest text that a filter may make, in UTF-16 units, and largest list. */
const MAX_TEXT = 10_000;
const MAX_LIST = 1_000;

type FilterFunction = (this: unknown, value: unknown, ...args: unknown[]) => unknown;

interface FilterRule {
  /** How many arguments it takes. */
  args: readonly [min: number, max: number];
  /** Absent: Liquid's own. */
  run?: FilterFunction;
  /** The result is a number, or a text of no more than a few characters. */
  short?: true;
}

const NONE = { args: [0, 0] } as const;
const ONE = { args: [1, 1] } as const;
const TWO = { args: [2, 2] } as const;
const NUMBER = { args: [0, 0], short: true } as const;
const CALCULATION = { args: [1, 1], short: true } as const;

/** All filters of the language. None reads a clock, a file, a time zone or anything random; `date` does, so it is not here. */
export const FILTERS: Readonly<Record<string, FilterRule>> = {
  default: { args: [1, 1], run: orDefault },
  json: { args: [0, 0], run: (value) => JSON.stringify(toJson(value)) },
  truncate: { args: [1, 2] },
  truncatewords: { args: [1, 2] },
  upcase: NONE,
  downcase: NONE,
  capitalize: NONE,
  strip: NONE,
  lstrip: NONE,
  rstrip: NONE,
  squish: NONE,
  append: ONE,
  prepend: ONE,
  replace: TWO,
  replace_first: TWO,
  remove: ONE,
  remove_first: ONE,
  split: ONE,
  join: { args: [0, 1] },
  first: NONE,
  last: NONE,
  reverse: NONE,
  uniq: NONE,
  slice: { args: [1, 2] },
  url_encode: NONE,
  size: NUMBER,
  abs: NUMBER,
  ceil: NUMBER,
  floor: NUMBER,
  round: { args: [0, 1], short: true },
  plus: CALCULATION,
  minus: CALCULATION,
  times: CALCULATION,
  divided_by: CALCULATION,
  modulo: CALCULATION,
  at_least: CALCULATION,
  at_most: CALCULATION,
};

/** The filter as the language runs it: its result is bounded, and a number that is none becomes nothing. */
export function boundedFilter(name: string): FilterFunction {
  const run = FILTERS[name]?.run ?? (liquidFilters as Readonly<Record<string, FilterFunction>>)[name];
  if (run === undefined) throw new Error(`there is no filter ${name}`);
  return function (this: unknown, value, ...args) {
    return bounded(run.call(this, value, ...args));
  };
}

function bounded(result: unknown): unknown {
  if (typeof result === 'number') return Number.isFinite(result) ? result : null;
  if (typeof result === 'string' && result.length > MAX_TEXT) throw new Error('a filter made too long a text');
  if (Array.isArray(result) && result.length > MAX_LIST) throw new Error('a filter made too long a list');
  return result;
}

/** In place of what would show nothing; unlike Liquid's, `false` is something. */
function orDefault(value: unknown, fallback: unknown): unknown {
  return displayText(toJson(value)) === '' ? fallback : value;
}
