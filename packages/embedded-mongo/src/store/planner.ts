import { Rank, encodeKey, equals, isPlainObject, typeRank } from '../bson';
import { fail } from '../errors';
import { tokens } from '../query';
import type { Collator, Document } from '../types';
import { arraysOf, type Collection, type Index, textIndexOf } from './collection';
import { conditionsByField, textSearchOf } from './conditions';
import { type IndexBounds, indexBoundsOf, keyRangesOf } from './index-bounds';
import { successor } from './keys';
import { impliesPartialFilter } from './partial-filter';
import type { IndexScan, Plan } from './plan';

export interface PlanRequest {
  readonly filter: Document;
  readonly sort?: Document | undefined;
  readonly collator?: Collator | undefined;
  readonly hint?: string | Document | undefined;
  readonly variables?: Document | undefined;
  /** Indexes built after this change count are not in the reader's snapshot. */
  readonly snapshotAt?: number | undefined;
}

type Conditions = ReadonlyMap<string, unknown[]>;
type SortField = readonly [field: string, direction: number];

const MAX_MERGED_RANGES = 200;
const EXACT_TYPES: ReadonlySet<number> = new Set([Rank.number, Rank.string, Rank.objectId, Rank.bool, Rank.date]);
const isExactType = (value: unknown): boolean => EXACT_TYPES.has(typeRank(value));

const sortFields = (sort: Document | undefined): SortField[] =>
  Object.entries(sort ?? {}).map(([field, direction]) => [field, isPlainObject(direction) ? 0 : Number(direction)]);

const sameCollation = (index: Index, collator: Collator | undefined): boolean =>
  equals(index.definition.collation ?? null, collator?.spec ?? null);

/** Whether merging the ranges of several points can give the order: not when the order is by one of those fields. */
const canMerge = (bounds: IndexBounds, fixed: readonly string[], sort: readonly SortField[]): boolean =>
  bounds.tuples.length <= MAX_MERGED_RANGES && !sort.some(([field]) => fixed.includes(field));

/**
 * Whether each document has one key only among those that are scanned: its arrays are all held to a single value. An order
 * by such an array is another one, since it goes by the smallest of its elements.
 */
function isOrderedDespiteArrays(index: Index, bounds: IndexBounds, sort: readonly SortField[]): boolean {
  if (index.definition.multikey !== true) return true;
  const arrays = arraysOf(index.definition);
  if (arrays === undefined || bounds.severalPoints) return false;
  const isArray = (at: number): boolean => (arrays & (1 << at)) !== 0;
  return index.fields.every(
    (field, at) => !isArray(at) || (at < bounds.equalities && !sort.some(([sorted]) => sorted === field)),
  );
}

/** How a scan gives an order: range after range, or with its ranges merged. */
interface ServedOrder {
  readonly direction: number;
  readonly merge: boolean;
}

/** Of the keys, by which the index's fields from this one on come out as they are sorted; undefined where they do not. */
function directionOf(index: Index, first: number, sort: readonly SortField[]): number | undefined {
  const matches = sort.every(([field], offset) => index.fields[first + offset] === field);
  const signs = new Set(sort.map(([, wanted], offset) => wanted * (index.directions[first + offset] ?? 0)));
  const [sign = 1] = signs;
  return matches && signs.size <= 1 && sign !== 0 ? sign : undefined;
}

/** The way to scan in which keys come out in sort order; undefined when they cannot. */
function servedOrder(index: Index, bounds: IndexBounds, sort: readonly SortField[]): ServedOrder | undefined {
  if (index.definition.truncated || index.collator || !isOrderedDespiteArrays(index, bounds, sort)) return undefined;
  const fixed = index.fields.slice(0, bounds.equalities);
  if (bounds.severalPoints && !canMerge(bounds, fixed, sort)) {
    // Ranges lie in the order of the keys: by the index's own fields from the first, one follows the other.
    const direction = directionOf(index, 0, sort);
    return direction === undefined ? undefined : { direction, merge: false };
  }
  const open = sort.filter(([field]) => !fixed.includes(field));
  const direction = directionOf(index, bounds.equalities, open);
  return direction === undefined ? undefined : { direction, merge: bounds.severalPoints };
}

const isExactPoint = (operator: string, value: unknown): boolean =>
  operator === '$in' ? Array.isArray(value) && value.every(isExactType) : operator === '$eq' && isExactType(value);

/** One lower and one upper limit of one type at most; not over numbers, since NaN sorts below them. */
function isExactRange(condition: Document): boolean {
  const operators = Object.keys(condition);
  const values = Object.values(condition);
  const count = (start: string): number => operators.filter((operator) => operator.startsWith(start)).length;
  return (
    operators.every((operator) => ['$gt', '$gte', '$lt', '$lte'].includes(operator)) &&
    count('$g') <= 1 &&
    count('$l') <= 1 &&
    values.every(
      (value) => isExactType(value) && typeRank(value) !== Rank.number && typeRank(value) === typeRank(values[0]),
    )
  );
}

function isExactCondition(condition: unknown, ranged: boolean): boolean {
  if (!isPlainObject(condition)) return !ranged && isExactType(condition);
  if (ranged) return isExactRange(condition);
  const [[operator, value] = ['', undefined], ...more] = Object.entries(condition);
  return more.length === 0 && isExactPoint(operator, value);
}

/** Whether the key ranges hold matches only, so that documents need not be fetched to count them. */
function isExact(index: Index, bounds: IndexBounds, request: PlanRequest): boolean {
  const { multikey, truncated } = index.definition;
  if (multikey || truncated || index.collator || request.collator) return false;
  const fields = Object.keys(request.filter);
  if (fields.length !== bounds.equalities + (bounds.range ? 1 : 0)) return false;
  return fields.every((field) => {
    const at = index.fields.indexOf(field);
    if (at < 0 || at > bounds.equalities) return false;
    return isExactCondition(request.filter[field], at === bounds.equalities);
  });
}

function scoreOf(index: Index, bounds: IndexBounds, sortServed: boolean): number {
  const full = index.definition.unique && bounds.equalities === index.fields.length ? 20 : 0;
  const size = index.fields.length * 0.1 - (index.partial ? 0.05 : 0);
  return bounds.equalities * 10 + (bounds.range ? 6 : 0) + (sortServed ? 5 : 0) + full - size;
}

function isUsable(index: Index, conditions: Conditions, request: PlanRequest): boolean {
  const { hidden, partialFilterExpression } = index.definition;
  if (index.textFields.length > 0 || hidden) return false;
  if (request.snapshotAt !== undefined && index.builtAt > request.snapshotAt) return false;
  const comparison = { collator: request.collator, fits: sameCollation(index, request.collator) };
  return !partialFilterExpression || impliesPartialFilter(conditions, partialFilterExpression, comparison);
}

interface Order {
  /** Negative: scan backwards. */
  readonly direction: number;
  readonly sorted: boolean;
  /** There is a sort, and the scan gives it. */
  readonly served: boolean;
  readonly merge: boolean;
}

const UNSORTED: Order = { direction: 1, sorted: true, served: false, merge: false };

function orderOf(index: Index, bounds: IndexBounds, request: PlanRequest, collationFits: boolean): Order {
  const sort = sortFields(request.sort);
  if (sort.length === 0) return UNSORTED;
  const order = collationFits ? servedOrder(index, bounds, sort) : undefined;
  return order === undefined ? { ...UNSORTED, sorted: false } : { ...order, sorted: true, served: true };
}

function scanOf(index: Index, conditions: Conditions, request: PlanRequest, hinted: boolean): IndexScan | undefined {
  if (!isUsable(index, conditions, request)) return undefined;
  const collationFits = sameCollation(index, request.collator);
  const bounds = indexBoundsOf(index, conditions, collationFits);
  const { direction, sorted, served, merge } = orderOf(index, bounds, request, collationFits);
  const bounded = bounds.equalities > 0 || bounds.range !== undefined;
  const servesSortOnly = served && !index.definition.sparse; // a sparse index misses documents
  if (!bounded && !hinted && !servesSortOnly) return undefined;
  const { ranges, exact } = keyRangesOf(index, bounds);
  return {
    stage: 'IXSCAN',
    index,
    ranges: direction < 0 ? ranges.toReversed() : ranges,
    reverse: direction < 0,
    merge: merge && ranges.length > 1,
    sorted,
    repeats: index.definition.multikey === true,
    exact: exact && isExact(index, bounds, request),
    score: scoreOf(index, bounds, served),
  };
}

function textScan(collection: Collection, search: Document, sorted: boolean): IndexScan {
  const index = textIndexOf(collection) ?? fail(27, 'text index required for $text query');
  const wanted = (typeof search.$search === 'string' ? search.$search : '').replace(/(^|\s)-("[^"]*"|\S+)/g, ' ');
  const ranges = [...new Set(tokens(wanted))].map((word) => {
    const { bytes } = encodeKey({ prefix: index.prefix, values: [word], directions: [1] });
    return { from: bytes, to: successor(bytes), cut: bytes.length };
  });
  return {
    stage: 'TEXT_MATCH',
    index,
    ranges,
    reverse: false,
    merge: false,
    sorted,
    repeats: true,
    exact: false,
    score: 100,
  };
}

function hintedIndex(collection: Collection, hint: string | Document): Index {
  const [found, another] = collection.indexes.filter(({ definition }) =>
    typeof hint === 'string' ? definition.name === hint : equals(definition.key, hint),
  );
  if (another) fail(27, 'Hint matched multiple indexes, must hint by index name');
  return (
    found ??
    fail(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    )
  );
}

const naturalDirection = (spec: unknown): number | undefined =>
  isPlainObject(spec) && '$natural' in spec ? Number(spec.$natural) : undefined;

/** A union of index scans when every branch of an `$or` has one. */
function unionOf(collection: Collection, request: PlanRequest): Plan | undefined {
  const { $or: branches, ...rest } = request.filter;
  if (!Array.isArray(branches)) return undefined;
  const scans: IndexScan[] = [];
  for (const branch of branches) {
    if (!isPlainObject(branch)) return undefined;
    const filter = Object.keys(rest).length > 0 ? { $and: [branch, rest] } : branch;
    const plan = choosePlan(collection, { ...request, filter, sort: undefined, hint: undefined });
    if (plan.stage === 'COLLSCAN') return undefined;
    scans.push(...(plan.stage === 'OR' ? plan.branches : [plan]));
  }
  return { stage: 'OR', branches: scans, sorted: sortFields(request.sort).length === 0 };
}

function bestScan(collection: Collection, request: PlanRequest): IndexScan | undefined {
  const conditions = conditionsByField(request.filter, request.variables);
  const scans = collection.indexes.map((index) => scanOf(index, conditions, request, false));
  return scans.reduce((best, scan) => (scan && (!best || scan.score > best.score) ? scan : best), undefined);
}

function hintedScan(collection: Collection, request: PlanRequest, hint: string | Document): IndexScan {
  const index = hintedIndex(collection, hint);
  const conditions = conditionsByField(request.filter, request.variables);
  return (
    scanOf(index, conditions, request, true) ??
    fail(291, `error processing query: ns=${collection.namespace}: the hinted index cannot serve this query`)
  );
}

/**
 * How to find the documents of a query. Bounds and order follow from the index keys; the full filter is checked on each
 * document afterwards, except where a plan is `exact`.
 * @throws MongoError 2 (unknown hint), 27 (text search without a text index), 291 (unusable hint)
 */
export function choosePlan(collection: Collection, request: PlanRequest): Plan {
  const { filter, sort, hint } = request;
  const unsorted = sortFields(sort).length === 0;
  const text = textSearchOf(filter);
  if (isPlainObject(text)) return textScan(collection, text, unsorted);
  const natural = naturalDirection(hint) ?? naturalDirection(sort);
  if (natural !== undefined) {
    return { stage: 'COLLSCAN', reverse: natural < 0, sorted: unsorted || naturalDirection(sort) !== undefined };
  }
  if (hint !== undefined) return hintedScan(collection, request, hint);
  const best = bestScan(collection, request);
  const weak = best === undefined || best.score < 6; // it serves the sort only
  return (
    (weak ? unionOf(collection, request) : undefined) ?? best ?? { stage: 'COLLSCAN', reverse: false, sorted: unsorted }
  );
}
