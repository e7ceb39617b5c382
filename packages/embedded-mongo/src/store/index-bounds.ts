import { Rank, encodeKey, typeRank } from '../bson';
import type { Collation } from '../types';
import { type Bounds, type Limit, boundsOf } from './conditions';
import type { Index } from './collection';
import { successor } from './keys';
import type { ScanRange } from './plan';

const MAX_RANGES = 1000;
type RangeBounds = Extract<Bounds, { kind: 'range' }>;

/** How far an index can serve a set of conditions: equality tuples on a prefix of its fields, then at most one range. */
export interface IndexBounds {
  readonly tuples: readonly (readonly unknown[])[];
  readonly equalities: number;
  readonly range: RangeBounds | undefined;
  /** Some equality field has several points. */
  readonly severalPoints: boolean;
}

const topField = (path: string): string => path.split('.', 1)[0] ?? path;
/** Strings, and documents or arrays that may hold some. */
const maybeText = (value: unknown): boolean =>
  ([Rank.string, Rank.object, Rank.array] as number[]).includes(typeRank(value));

function sameType(a: Limit | undefined, b: Limit | undefined): boolean {
  return a === undefined || b === undefined || typeRank(a.value) === typeRank(b.value);
}

/** Both ends of several ranges; one end only on a multikey index, where each end may hold for another element. */
function combineRanges(ranges: readonly RangeBounds[], multikey: boolean): RangeBounds | undefined {
  const [first] = ranges;
  if (first === undefined || multikey) return first && (first.low ? { kind: 'range', low: first.low } : first);
  const low = ranges.find((range) => range.low)?.low;
  const high = ranges.find((range) => range.high)?.high;
  return sameType(low, high) ? { kind: 'range', low, high } : first;
}

/** The bounds of one index field, under the restrictions of the index and the query's collation. */
function usableBounds(index: Index, conditions: readonly unknown[], collationFits: boolean): Bounds[] {
  const all = conditions.flatMap((condition) => boundsOf(condition));
  const folded = index.collator !== undefined;
  return all.filter((bounds) => {
    // A collation index stores folded strings: equality only.
    if (bounds.kind === 'range') return !folded && (collationFits || !maybeText((bounds.low ?? bounds.high)?.value));
    if (index.definition.sparse && bounds.values.includes(null)) return false;
    return collationFits || !bounds.values.some(maybeText);
  });
}

/** Whether an earlier field of a multikey index lies in the same array: its element need not be the same one. */
function sharesArray(index: Index, at: number): boolean {
  const top = topField(index.fields[at] ?? '');
  return index.definition.multikey === true && index.fields.slice(0, at).some((field) => topField(field) === top);
}

export function indexBoundsOf(
  index: Index,
  conditions: ReadonlyMap<string, readonly unknown[]>,
  collationFits: boolean,
): IndexBounds {
  let tuples: unknown[][] = [[]];
  let severalPoints = false;
  for (const [at, field] of index.fields.entries()) {
    const bounds = sharesArray(index, at) ? [] : usableBounds(index, conditions.get(field) ?? [], collationFits);
    const points = bounds
      .filter((one) => one.kind === 'points')
      .sort((a, b) => a.values.length - b.values.length)
      .at(0);
    if (points === undefined || tuples.length * points.values.length > MAX_RANGES) {
      const ranges = bounds.filter((one) => one.kind === 'range');
      const range = combineRanges(ranges, index.definition.multikey === true);
      return { tuples, equalities: at, range, severalPoints };
    }
    severalPoints ||= points.values.length > 1;
    tuples = tuples.flatMap((tuple) => points.values.map((value) => [...tuple, value]));
  }
  return { tuples, equalities: index.fields.length, range: undefined, severalPoints };
}

interface Encoder {
  (values: readonly unknown[]): { bytes: Buffer; truncated: boolean };
}

function encoderOf(index: Index): Encoder {
  const collation: Collation | undefined = index.definition.collation;
  return (values) => encodeKey({ prefix: index.prefix, values, directions: index.directions, collation });
}

/** From/to keys of one limit each; `undefined` leaves that side to the end of the type. */
function rangeWithin(
  base: Buffer,
  encode: Encoder,
  tuple: readonly unknown[],
  range: RangeBounds,
  descending: boolean,
): ScanRange | undefined {
  const keyOf = (limit: Limit | undefined) =>
    limit && { ...encode([...tuple, limit.value]), inclusive: limit.inclusive };
  const low = keyOf(range.low);
  const high = keyOf(range.high);
  const some = low ?? high;
  if (some === undefined || low?.truncated || high?.truncated) return undefined;
  const [first, last] = descending ? [high, low] : [low, high];
  // The byte after the equality part is the value's type: the range stays inside that type.
  const type = some.bytes.subarray(0, base.length + 1);
  const from = first ? (first.inclusive ? first.bytes : successor(first.bytes)) : type;
  const to = last ? (last.inclusive ? successor(last.bytes) : last.bytes) : successor(type);
  return { from, to, cut: base.length };
}

/** The key ranges for the bounds, in key order, without repeats. */
export function scanRangesOf(index: Index, { tuples, range, equalities }: IndexBounds): ScanRange[] {
  const encode = encoderOf(index);
  const descending = index.directions[equalities] === -1;
  const ranges = tuples.map((tuple) => {
    const base = encode(tuple);
    const whole = { from: base.bytes, to: successor(base.bytes), cut: base.bytes.length };
    if (range === undefined || base.truncated) return whole;
    return rangeWithin(base.bytes, encode, tuple, range, descending) ?? whole;
  });
  const ordered = ranges
    .filter(({ from, to }) => Buffer.compare(from, to) < 0)
    .sort((a, b) => Buffer.compare(a.from, b.from));
  return ordered.filter((one, at) => at === 0 || Buffer.compare(one.from, ordered[at - 1]?.from ?? one.from) !== 0);
}
