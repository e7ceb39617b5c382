import { MAX_KEY_BYTES, Rank, encodeKey, typeRank } from '../bson';
import { type Bounds, type Limit, boundsOf } from './conditions';
import type { Index } from './collection';
import { successor } from './keys';
import type { ScanRange } from './plan';

const MAX_RANGES = 1000;
const FIRST = Buffer.alloc(0);
type EncodedKey = ReturnType<typeof encodeKey>;
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

interface LimitKey {
  readonly bytes: Buffer;
  readonly inclusive: boolean;
}

const startOf = (limit: LimitKey): Buffer => (limit.inclusive ? limit.bytes : successor(limit.bytes));
const endOf = (limit: LimitKey): Buffer => (limit.inclusive ? successor(limit.bytes) : limit.bytes);

/** The keys of a range behind an equality part; undefined when a limit is too long to be a key. */
function rangeBehind(
  base: Buffer,
  range: RangeBounds,
  encode: (limit: Limit) => EncodedKey,
  descending: boolean,
): ScanRange | undefined {
  const keyOf = (limit: Limit | undefined) => limit && { ...encode(limit), inclusive: limit.inclusive };
  const [low, high] = [keyOf(range.low), keyOf(range.high)];
  const some = low ?? high;
  if (some === undefined || [low, high].some((limit) => limit?.truncated)) return undefined;
  const [first, last] = descending ? [high, low] : [low, high];
  // The byte after the equality part is the value's type: a side without a limit ends with the type.
  const type = some.bytes.subarray(0, base.length + 1);
  return { from: first ? startOf(first) : type, to: last ? endOf(last) : successor(type), cut: base.length };
}

/** Key ranges in key order, without repeats; `exact` unless a key was too long to tell values apart. */
export interface KeyRanges {
  readonly ranges: ScanRange[];
  readonly exact: boolean;
}

/** A cut key ends with a hash of all its fields: with some fields only, it is known up to the cut. */
function wholeRange(index: Index, key: EncodedKey, equalities: number): ScanRange {
  const known = key.truncated && equalities < index.fields.length ? key.bytes.subarray(0, MAX_KEY_BYTES) : key.bytes;
  return { from: known, to: successor(known), cut: known.length };
}

/** The keys to read for the bounds. */
export function keyRangesOf(index: Index, { tuples, range, equalities }: IndexBounds): KeyRanges {
  const { prefix, directions, definition } = index;
  const encode = (values: readonly unknown[]): EncodedKey =>
    encodeKey({ prefix, values, directions, collation: definition.collation });
  let exact = true;
  const ranges = tuples.map((tuple) => {
    const base = encode(tuple);
    const within =
      range && !base.truncated
        ? rangeBehind(base.bytes, range, (limit) => encode([...tuple, limit.value]), directions[equalities] === -1)
        : undefined;
    if (base.truncated || (range && !within)) exact = false;
    return within ?? wholeRange(index, base, equalities);
  });
  const ordered = ranges
    .filter(({ from, to }) => Buffer.compare(from, to) < 0)
    .sort((a, b) => Buffer.compare(a.from, b.from));
  const distinct = ordered.filter((one, at) => at === 0 || !one.from.equals(ordered[at - 1]?.from ?? FIRST));
  return { ranges: distinct, exact };
}
