import { Pace, type Paced, PAUSE, type Pause, visitRows } from '../pace';
import { type CompileContext, type Filter, compileFilter, compileSort, textMatcher } from '../query';
import type { Document } from '../types';
import { Catalogue } from './catalogue';
import type { ClientTransaction } from './client-transaction';
import { type Collection, textIndexOf } from './collection';
import { textSearchOf } from './conditions';
import { DocumentWriter } from './document-writer';
import { checkFormat } from './format';
import { IndexBuilder } from './index-builder';
import type { KeyValueStore } from './key-value';
import type { Plan } from './plan';
import { choosePlan } from './planner';
import { type ReadStatistics, type Row, readRecordIds, readRows } from './query';
import { scanDocuments } from './scan';
import { TransactionRegistry } from './transaction-registry';
import { UnitOfWork } from './unit-of-work';

export interface Query {
  readonly filter: Document;
  readonly context: CompileContext;
  readonly sort?: Document | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly hint?: string | Document | undefined;
  readonly transaction?: ClientTransaction | undefined;
  readonly statistics?: ReadStatistics | undefined;
  /** That of the command that this is part of. */
  readonly pace?: Pace | undefined;
}

/** A query that is compiled and planned, but not yet read. */
export interface PreparedQuery {
  readonly filter: Filter;
  /** The context with the text matcher of the query, for projections and scores. */
  readonly context: CompileContext;
  /** Undefined when the collection does not exist. */
  readonly plan: Plan | undefined;
  rows(): Generator<Paced<Row>>;
}

function withText(query: Query, collection: Collection | undefined): CompileContext {
  const text = textSearchOf(query.filter);
  if (text === undefined) return query.context;
  const index = collection && textIndexOf(collection);
  const weights = index
    ? Object.fromEntries(index.textFields.map((field) => [field, index.definition.weights?.[field] ?? 1]))
    : {};
  // Without an index nothing matches in a missing collection, and in an existing one the planner refuses.
  return { ...query.context, text: textMatcher(text, weights) };
}

const isEmpty = (document: Document | undefined): boolean =>
  document === undefined || Object.keys(document).length === 0;

/** Collections of documents with indexes on a key-value store. */
export class DocumentStore {
  readonly unit: UnitOfWork;
  readonly transactions: TransactionRegistry;
  readonly catalogue: Catalogue;
  readonly writer: DocumentWriter;
  readonly indexes: IndexBuilder;

  /** @throws UnknownFormatError when the data was written by another version */
  constructor(readonly storage: KeyValueStore) {
    checkFormat(storage);
    this.unit = new UnitOfWork(storage);
    this.transactions = new TransactionRegistry(storage);
    this.catalogue = new Catalogue(storage, this.unit, this.transactions);
    this.writer = new DocumentWriter(storage, this.catalogue, this.transactions);
    this.indexes = new IndexBuilder(storage, this.catalogue, this.transactions);
  }

  /** Compiles the whole query first, so that mistakes are errors on empty and missing collections too. */
  prepare(collection: Collection | undefined, query: Query): PreparedQuery {
    const context = withText(query, collection);
    const filter = compileFilter(query.filter, context);
    const sort = isEmpty(query.sort) ? undefined : query.sort;
    const compiledSort = sort && !('$natural' in sort) ? compileSort(sort, context) : undefined;
    const { transaction } = query;
    const plan =
      collection &&
      choosePlan(collection, {
        filter: query.filter,
        sort,
        collator: context.collator,
        hint: query.hint,
        variables: context.variables,
        snapshotAt: transaction?.startedAt,
      });
    const storage = this.storage;
    const rows = function* (): Generator<Paced<Row>> {
      if (collection && plan) yield* readRows(storage, { ...query, collection, plan, filter, sort: compiledSort });
    };
    return { filter, context, plan, rows };
  }

  /** The number of matching documents, from index keys where their bounds decide. */
  *count(collection: Collection, query: Query): Generator<Pause, number> {
    const prepared = this.prepare(collection, query);
    const { plan } = prepared;
    const decided = plan?.stage === 'IXSCAN' && plan.exact && !query.transaction;
    let matches = 0;
    yield* visitRows<unknown>(decided ? readRecordIds(this.storage, plan) : prepared.rows(), () => void matches++);
    return matches;
  }

  /** The number of documents in a collection; counted once, on a snapshot, then kept up to date. */
  *size(collection: Collection): Generator<Pause, number> {
    collection.sizeAtStart ??= yield* this.countAtStart(collection);
    return collection.sizeAtStart + collection.growth;
  }

  private *countAtStart(collection: Collection): Generator<Pause, number> {
    const pace = new Pace();
    const snapshot = this.storage.snapshot();
    const { growth } = collection;
    try {
      let documents = 0;
      for (const [recordId] of scanDocuments(snapshot, collection)) {
        if (pace.isDue()) yield PAUSE;
        if (recordId > 0) documents++;
      }
      return documents - growth;
    } finally {
      snapshot.release();
    }
  }

  /** Ends a client transaction by writing it, durably. */
  commit(transaction: ClientTransaction): void {
    try {
      this.unit.run(() => {
        this.catalogue.adopt(transaction);
        this.writer.commit(transaction);
      });
    } finally {
      this.transactions.end(transaction);
    }
  }
}
