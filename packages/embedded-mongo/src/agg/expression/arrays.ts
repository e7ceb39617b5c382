import { compare, equals, isNullish, isNumeric, isPlainObject, toNumber, typeName } from '../../bson';
import { fail } from '../../errors';
import { isTruthy } from '../../query/predicates';
import type { Collator } from '../../types';
import { binary, type OperatorEntry, named, unary, unlessNull, variadic } from './define';

function integer(value: unknown, code: number, message: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  return Number.isInteger(number) ? number : fail(code, message);
}

function elementAt(array: unknown, position: unknown): unknown {
  if (isNullish(array) || isNullish(position)) return null;
  if (!Array.isArray(array))
    return fail(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(array)}`);
  if (!isNumeric(position))
    fail(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeName(position)}`);
  const index = integer(
    position,
    28691,
    `$arrayElemAt's second argument must be representable as a 32-bit integer: ${String(position)}`,
  );
  return (array as unknown[]).at(index);
}

function endOf(name: '$first' | '$last', index: number): OperatorEntry {
  return unary(
    name,
    unlessNull((array) =>
      Array.isArray(array)
        ? (array.at(index) as unknown)
        : fail(28689, `${name}'s argument must be an array, but is ${typeName(array)}`),
    ),
  );
}

function size(array: unknown): number {
  return Array.isArray(array)
    ? array.length
    : fail(17124, `The argument to $size must be an array, but was of type: ${typeName(array)}`);
}

function slice(values: readonly unknown[]): unknown {
  const [array, second, third] = values;
  if (values.some(isNullish)) return null;
  if (!Array.isArray(array))
    return fail(28724, `First argument to $slice must be an array, but is of type: ${typeName(array)}`);
  const first = integer(
    second,
    28725,
    `Second argument to $slice must be a numeric value, but is of type: ${typeName(second)}`,
  );
  if (values.length === 2) return first >= 0 ? array.slice(0, first) : array.slice(first);
  const count = integer(third, 28727, `Third argument to $slice must be numeric, but is of type: ${typeName(third)}`);
  if (count <= 0) fail(28729, `Third argument to $slice must be positive: ${count}`);
  const start = first < 0 ? Math.max(0, array.length + first) : first;
  return array.slice(start, start + count);
}

function concatArrays(values: readonly unknown[]): unknown {
  const result: unknown[] = [];
  for (const value of values) {
    if (isNullish(value)) return null;
    if (!Array.isArray(value)) return fail(28664, `$concatArrays only supports arrays, not ${typeName(value)}`);
    for (const element of value as unknown[]) result.push(element);
  }
  return result;
}

function contains(value: unknown, array: unknown, collator: Collator | undefined): boolean {
  if (!Array.isArray(array))
    return fail(40081, `$in requires an array as a second argument, found: ${typeName(array)}`);
  return (array as unknown[]).some((element) => equals(element, value, collator));
}

/** The optional start and end of `$indexOf...`. */
export function searchBounds(name: string, start: unknown, end: unknown, length: number): { from: number; to: number } {
  const bound = (value: unknown, fallback: number, which: string): number => {
    if (value === undefined) return fallback;
    const index = integer(
      value,
      40096,
      `${name} requires an integral ${which} index, found a value of type: ${typeName(value)}`,
    );
    return index < 0 ? fail(40097, `${name} requires a nonnegative ${which} index, found: ${index}`) : index;
  };
  return { from: bound(start, 0, 'starting'), to: Math.min(bound(end, length, 'ending'), length) };
}

function indexOfArray(values: readonly unknown[], collator: Collator | undefined): unknown {
  const [array, wanted, start, end] = values;
  if (isNullish(array)) return null;
  if (!Array.isArray(array))
    return fail(40090, `$indexOfArray requires an array as a first argument, found: ${typeName(array)}`);
  const { from, to } = searchBounds('$indexOfArray', start, end, array.length);
  for (let at = from; at < to; at++) if (equals(array[at], wanted, collator)) return at;
  return -1;
}

const MAX_RANGE = 16_000_000;

function range(values: readonly unknown[]): unknown {
  const [startValue, endValue, stepValue = 1] = values;
  const start = integer(
    startValue,
    34443,
    `$range requires a numeric starting value, found value of type: ${typeName(startValue)}`,
  );
  const end = integer(
    endValue,
    34445,
    `$range requires a numeric ending value, found value of type: ${typeName(endValue)}`,
  );
  const step = integer(
    stepValue,
    34447,
    `$range requires a numeric step value, found value of type: ${typeName(stepValue)}`,
  );
  if (step === 0) fail(34449, '$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > MAX_RANGE) fail(146, '$range would use too much memory');
  return Array.from({ length }, (_, index) => start + index * step);
}

function reverse(array: unknown): unknown[] {
  if (!Array.isArray(array))
    return fail(34435, `The argument to $reverseArray must be an array, but was of type: ${typeName(array)}`);
  return [...(array as unknown[])].reverse();
}

function zip({
  inputs,
  useLongestLength,
  defaults,
}: Readonly<Record<'inputs' | 'useLongestLength' | 'defaults', unknown>>): unknown {
  if (isNullish(inputs)) return null;
  if (!Array.isArray(inputs)) return fail(34461, `inputs must be an array of expressions, found ${typeName(inputs)}`);
  if ((inputs as unknown[]).some(isNullish)) return null;
  const arrays = inputs.map((input: unknown): unknown[] =>
    Array.isArray(input) ? input : fail(34468, `$zip found a non-array expression in input: ${typeName(input)}`),
  );
  const longest = isTruthy(useLongestLength);
  if (!isNullish(defaults) && !longest) fail(34466, 'cannot specify defaults unless useLongestLength is true');
  const fill: unknown[] = Array.isArray(defaults) ? defaults : [];
  const lengths = arrays.map((array) => array.length);
  const length = lengths.length === 0 ? 0 : longest ? Math.max(...lengths) : Math.min(...lengths);
  return Array.from({ length }, (_, row) =>
    arrays.map((array, column) => (row < array.length ? array[row] : (fill[column] ?? null))),
  );
}

function pair(entry: unknown): [string, unknown] {
  if (Array.isArray(entry)) {
    if (entry.length !== 2)
      fail(40392, `$arrayToObject requires an array of size 2 arrays,found array of size: ${entry.length}`);
    const [key, value] = entry as [unknown, unknown];
    return [
      typeof key === 'string'
        ? key
        : fail(
            40395,
            `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeName(key)}`,
          ),
      value,
    ];
  }
  if (!isPlainObject(entry))
    return fail(40398, `Unrecognised input type format for $arrayToObject: ${typeName(entry)}`);
  if (Object.keys(entry).length !== 2 || !('k' in entry) || !('v' in entry)) {
    fail(
      40393,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${Object.keys(entry).length}`,
    );
  }
  const { k, v } = entry;
  return [
    typeof k === 'string'
      ? k
      : fail(
          40394,
          `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeName(k)}`,
        ),
    v,
  ];
}

function arrayToObject(array: unknown): unknown {
  if (!Array.isArray(array)) return fail(40386, `$arrayToObject requires an array input, found: ${typeName(array)}`);
  return Object.fromEntries(array.map(pair));
}

function anyElement(array: unknown): boolean {
  if (!Array.isArray(array))
    return fail(17041, `$anyElementTrue's argument must be an array, but is ${typeName(array)}`);
  return array.some(isTruthy);
}

function allElements(array: unknown): boolean {
  if (!Array.isArray(array))
    return fail(17040, `$allElementsTrue's argument must be an array, but is ${typeName(array)}`);
  return array.every(isTruthy);
}

/** The `n` of `$firstN`, `$maxN` and the like. */
export function positiveCount(name: string, n: unknown): number {
  const count = integer(n, 5787902, `Value for 'n' must be of integral type, but found ${String(n)}`);
  return count > 0 ? count : fail(5787908, `'n' must be greater than 0, found ${count} for ${name}`);
}

function someOf(
  name: string,
  take: (array: unknown[], count: number, collator: Collator | undefined) => unknown[],
): OperatorEntry {
  return named(name, { required: ['n', 'input'], optional: [] }, ({ n, input }, _has, scope) => {
    const count = positiveCount(name, n);
    if (isNullish(input)) return null;
    if (!Array.isArray(input)) return fail(5788200, `Argument to ${name} must be an array, but is ${typeName(input)}`);
    return take(input, count, scope.context.collator);
  });
}

const extremes =
  (direction: 1 | -1) =>
  (array: unknown[], count: number, collator: Collator | undefined): unknown[] =>
    array
      .filter((value) => !isNullish(value))
      .sort((a, b) => compare(a, b, collator) * direction)
      .slice(0, count);

/** Arrays. */
export const ARRAYS: readonly OperatorEntry[] = [
  binary('$arrayElemAt', elementAt),
  endOf('$first', 0),
  endOf('$last', -1),
  unary('$size', size),
  variadic('$slice', slice, 2, 3),
  variadic('$concatArrays', concatArrays),
  binary('$in', (value, array, scope) => contains(value, array, scope.context.collator)),
  variadic('$indexOfArray', (values, scope) => indexOfArray(values, scope.context.collator), 2, 4),
  unary('$isArray', (value) => Array.isArray(value)),
  variadic('$range', range, 2, 3),
  unary('$reverseArray', unlessNull(reverse)),
  named('$zip', { required: ['inputs'], optional: ['useLongestLength', 'defaults'] }, zip),
  unary('$arrayToObject', unlessNull(arrayToObject)),
  unary('$anyElementTrue', anyElement),
  unary('$allElementsTrue', allElements),
  someOf('$firstN', (array, count) => array.slice(0, count)),
  someOf('$lastN', (array, count) => array.slice(-count)),
  someOf('$minN', extremes(1)),
  someOf('$maxN', extremes(-1)),
];
