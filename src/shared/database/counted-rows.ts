import type { mongo } from 'mongoose';
import { type CursorPosition, newId, type WorkspaceId } from '../kernel';
import type { IndexDeclaration } from './indexes';
import { olderThan } from './older-than';
import type { Transactions } from './transactions';

/** Of a row that reports count: false from its insert on, another id after each change of it, absent once it is counted. */
export type CountMark = false | string;

export interface CountedRow {
  _id: string;
  workspaceId: WorkspaceId;
  folded?: CountMark;
}

/** Part of the insert of a row that reports count. */
export const uncounted = { folded: false } as const;

/** Part of the `$set` of every later change of what reports count; of its own each time, so that no change is marked unseen. */
export const changedSinceCounted = (): { folded: string } => ({ folded: newId() });

/** Serves `CountedRows.waiting`. */
export const waitingIndex = (collection: string): IndexDeclaration => ({
  collection,
  key: { workspaceId: 1, folded: 1 },
  options: { name: 'to_count', partialFilterExpression: { folded: { $exists: true } } },
  serves: 'the job that counts for reports what has not been counted as it is now',
});

type Filter = Record<string, unknown>;

const waitingFrom = (from: string): Filter => ({ workspaceId: { $gte: from }, folded: { $exists: true } });
/** One row at most, with where it is. */
const whetherAny = (collection: string): Filter[] => [
  { $match: waitingFrom('') },
  { $limit: 1 },
  { $project: { _id: 0, collection: { $literal: collection } } },
];

interface Reading {
  /** What counting needs of a row. */
  fields: readonly string[];
  /** A date by which an index beginning with the workspace orders the rows. */
  age: string;
  /** Rows of the collection that are no facts. */
  only?: Filter;
}

/** Rows of one collection as reports count them. */
export abstract class CountedRows<Row extends CountedRow> {
  protected readonly projection: Readonly<Record<string, 1>>;
  private readonly rows: mongo.Collection;

  protected constructor(
    { collection }: { collection: unknown },
    private readonly transactions: Transactions,
    private readonly reading: Reading,
  ) {
    this.rows = collection as mongo.Collection;
    this.projection = Object.fromEntries(['workspaceId', ...reading.fields].map((field) => [field, 1 as const]));
  }

  get collection(): string {
    return this.rows.collectionName;
  }

  /** Of this collection and the others, which have rows to count, of whatever workspace. One command, whatever their number. */
  async collectionsWaiting(others: readonly string[]): Promise<Set<string>> {
    const unions = others.map((coll) => ({ $unionWith: { coll, pipeline: whetherAny(coll) } }));
    const pipeline = [...whetherAny(this.collection), ...unions];
    const found = await this.rows.aggregate<{ collection: string }>(pipeline, { hint: 'to_count' }).toArray();
    return new Set(found.map(({ collection }) => collection));
  }

  /** Of all workspaces from this one on in the order of their ids, those that are not counted as they are now. */
  async waiting(from: WorkspaceId, limit: number): Promise<Row[]> {
    const projection = { ...this.projection, folded: 1 };
    return this.rows
      .find<Row>(waitingFrom(from), { projection, hint: 'to_count' })
      .sort({ workspaceId: 1 })
      .limit(limit)
      .toArray();
  }

  /** All of a workspace, the youngest first, page by page. */
  async page(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<Row[]> {
    const { age, only = {} } = this.reading;
    const { projection } = this;
    return this.rows
      .find<Row>({ workspaceId, ...only, ...olderThan(age, after) }, { projection })
      .sort({ [age]: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** Those that have not changed since they were read are counted. Part of the transaction around it. */
  async markCounted(workspaceId: WorkspaceId, seen: readonly Row[]): Promise<void> {
    if (seen.length === 0) return;
    const isNew = (row: Row) => row.folded === false && this.versionOf(row) === null;
    const inserted = seen.filter(isNew).map(({ _id }) => _id);
    const ids = inserted as unknown as mongo.ObjectId[];
    const update = { $unset: { folded: '' as const, formerAt: '' as const } };
    const atOnce = { updateMany: { filter: { _id: { $in: ids }, workspaceId, folded: false }, update } };
    const singly = seen
      .filter((row) => !isNew(row))
      .map((row) => ({ updateOne: { filter: this.asSeen(workspaceId, row), update } }));
    const operations = [...(inserted.length === 0 ? [] : [atOnce]), ...singly];
    await this.rows.bulkWrite(operations, {
      ordered: false,
      ...this.transactions.options,
    });
  }

  /** Fields that change with the row, where `folded` alone does not tell; null where it does. */
  protected versionOf(_row: Row): Filter | null {
    return null;
  }

  private asSeen(workspaceId: WorkspaceId, row: Row): Filter {
    return { _id: row._id, workspaceId, folded: row.folded, ...this.versionOf(row) };
  }
}
