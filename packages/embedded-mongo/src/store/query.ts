import { decode, decodeSome } from '../bson';
import { PAUSE, Pace, type Paced, type Pause, withPauses } from '../pace';
import type { Filter, Sort } from '../query';
import type { Document } from '../types';
import type { ClientTransaction } from './client-transaction';
import type { Collection } from './collection';
import type { KeyValueView } from './key-value';
import { documentKey } from './keys';
import type { IndexScan, Plan } from './plan';
import { scanDocuments, scanIndex } from './scan';

/** A document that matched. */
export class Row {
  private whole: Document | undefined;

  constructor(
    readonly recordId: number,
    readonly raw: Buffer,
    /** At least the fields that the filter reads, and the sort where the plan does not sort. */
    readonly partial: Document,
    complete: boolean,
  ) {
    if (complete) this.whole = partial;
  }

  get document(): Document {
    return (this.whole ??= decode(this.raw));
  }
}

/** How much a read looked at, for explain. */
export class ReadStatistics {
  keysExamined = 0;
  docsExamined = 0;
  returned = 0;
}

export interface QueryRequest {
  readonly collection: Collection;
  readonly plan: Plan;
  readonly filter: Filter;
  readonly sort?: Sort | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly transaction?: ClientTransaction | undefined;
  readonly statistics?: ReadStatistics | undefined;
  /** That of the command that this is part of. */
  readonly pace?: Pace | undefined;
}

type FieldNames = ReadonlySet<string> | null;
const union = (a: FieldNames, b: FieldNames): FieldNames => (a === null || b === null ? null : new Set([...a, ...b]));

/** Reads one query's documents from storage and from the transaction's own writes. */
class QueryReader {
  private readonly statistics: ReadStatistics;
  private readonly fields: FieldNames;
  private readonly view: KeyValueView;
  private readonly hidden: ReadonlySet<number>;

  constructor(
    storage: KeyValueView,
    private readonly request: QueryRequest,
    private readonly pace: Pace,
  ) {
    const { transaction, collection, filter, sort } = request;
    this.statistics = request.statistics ?? new ReadStatistics();
    this.fields = sort ? union(filter.fields, sort.fields) : filter.fields;
    this.view = transaction?.snapshot ?? storage;
    this.hidden = new Set(transaction?.entriesOf(collection).map((entry) => entry.recordId));
  }

  *rows(): Generator<Paced<Row>> {
    const { plan, transaction, collection } = this.request;
    yield* plan.stage === 'COLLSCAN'
      ? this.scanned(plan.reverse)
      : this.indexed(plan.stage === 'OR' ? plan.branches : [plan]);
    for (const { recordId, raw } of transaction?.entriesOf(collection) ?? []) {
      const row = raw && this.match(recordId, raw);
      if (row) yield row;
    }
  }

  private *scanned(reverse: boolean): Generator<Paced<Row>> {
    for (const [recordId, raw] of scanDocuments(this.view, this.request.collection, reverse)) {
      if (this.pace.isDue()) yield PAUSE;
      if (this.hidden.has(recordId)) continue;
      const row = this.match(recordId, raw);
      if (row) yield row;
    }
  }

  private *indexed(scans: readonly IndexScan[]): Generator<Paced<Row>> {
    const repeats = scans.length > 1 || scans.some((scan) => scan.repeats);
    const seen = new Set<number>(this.hidden);
    for (const scan of scans) {
      for (const recordId of scanIndex(this.view, scan)) {
        if (this.pace.isDue()) yield PAUSE;
        this.statistics.keysExamined++;
        if (seen.has(recordId)) continue;
        if (repeats) seen.add(recordId);
        const row = this.fetch(recordId);
        if (row) yield row;
      }
    }
  }

  private fetch(recordId: number): Row | undefined {
    const raw = this.view.get(documentKey(this.request.collection.prefix, recordId));
    return raw && this.match(recordId, raw); // removed since the key was read: not there any more
  }

  private match(recordId: number, raw: Buffer): Row | undefined {
    this.statistics.docsExamined++;
    const document = this.fields ? decodeSome(raw, this.fields) : decode(raw);
    return this.request.filter.test(document) ? new Row(recordId, raw, document, this.fields === null) : undefined;
  }
}

/** Sorts what the plan could not; with a limit only the best rows are kept. */
function* sortRows(rows: Iterable<Paced<Row>>, sort: Sort, keep: number, pace: Pace): Generator<Paced<Row>> {
  const first = function* (some: readonly Row[]): Generator<Pause, Row[]> {
    return (yield* sort.sort(some, (row) => row.partial, pace)).slice(0, keep);
  };
  let kept: Row[] = [];
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    kept.push(row);
    if (kept.length > 2 * keep + 5000) kept = yield* first(kept);
  }
  yield* withPauses(yield* first(kept), pace);
}

/** Leaves out the first `skip` rows and ends after `limit` more. */
function* sliceRows(
  rows: Iterable<Paced<Row>>,
  skip: number,
  limit: number,
  statistics: ReadStatistics,
): Generator<Paced<Row>> {
  let position = 0;
  for (const row of rows) {
    if (row !== PAUSE && position++ < skip) continue;
    if (row !== PAUSE) statistics.returned++;
    yield row;
    if (position >= skip + limit) return;
  }
}

/** The documents of a query, in order, `skip` and `limit` applied; pauses come in between. */
export function readRows(storage: KeyValueView, request: QueryRequest): Generator<Paced<Row>> {
  const { plan, sort, skip = 0, limit = Infinity, transaction, collection, pace = new Pace() } = request;
  const statistics = request.statistics ?? new ReadStatistics();
  const ordered = plan.sorted && !transaction?.touches(collection);
  const wanted = ordered ? undefined : sort;
  const found = new QueryReader(storage, { ...request, sort: wanted, statistics }, pace).rows();
  const rows = wanted ? sortRows(found, wanted, skip + limit, pace) : found;
  return sliceRows(rows, skip, limit, statistics);
}

/** Which documents match, from the index keys alone and in no order; only for a plan that is `exact`. */
export const readRecordIds = (storage: KeyValueView, plan: IndexScan): Generator<Paced<number>> =>
  withPauses(scanIndex(storage, { ...plan, merge: false }), new Pace());
