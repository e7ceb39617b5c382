import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../../shared/database';
import type { ConversationId, WorkspaceId } from '../../../shared/kernel';
import type { Cell } from '../domain/counts';
import { daysOf } from '../domain/day-calendar';
import type { Timing } from '../domain/timings';
import { type Change, ERASED, type Unit } from '../domain/unit';
import { REPORT_UNITS, type ReportUnitRow } from '../schemas/report-unit.schema';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A unit is known for this long after the last day that it counts for. */
export const UNIT_LIFE_DAYS = 400;
/** Of more times within a few days, medians come from the buckets. */
const MOST_TIMINGS = 40_000;
/** Read at once: one command for all but the busiest weeks, and some milliseconds to decode. */
const TIMED_AT_ONCE = 4_000;
/** Decoded at once: some milliseconds. */
const READ_AT_ONCE = 1_000;

/** What is counted, with what it was counted for. */
@Injectable()
export class ReportUnitsRepository {
  private readonly rows: mongo.Collection<ReportUnitRow>;

  constructor(
    @InjectModel(REPORT_UNITS) model: Model<ReportUnitRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<ReportUnitRow>;
  }

  async byIds(workspaceId: WorkspaceId, ids: readonly string[]): Promise<Unit[]> {
    if (ids.length === 0) return [];
    return this.units({ _id: { $in: [...ids] }, workspaceId });
  }

  /** Their days and their beginnings. */
  async ofThreads(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[]): Promise<Unit[]> {
    const kind = { $in: ['thread-day' as const, 'conversation' as const] };
    return this.units({ workspaceId, conversationId: { $in: [...conversationIds] }, kind });
  }

  async apply(workspaceId: WorkspaceId, { added, replaced, removed }: Change): Promise<void> {
    const operations: mongo.AnyBulkWriteOperation<ReportUnitRow>[] = [
      ...added.map((unit) => ({ insertOne: { document: rowOf(workspaceId, unit) } })),
      ...replaced.map((unit) => ({
        replaceOne: { filter: { _id: unit.id, workspaceId }, replacement: rowOf(workspaceId, unit), upsert: true },
      })),
    ];
    if (removed.length > 0) operations.push({ deleteMany: { filter: { _id: { $in: [...removed] }, workspaceId } } });
    if (operations.length > 0) await this.rows.bulkWrite(operations, { ordered: false, ...this.transactions.options });
  }

  /** What all units of a workspace count for, some at a time. */
  async *cellsOf(workspaceId: WorkspaceId): AsyncGenerator<Cell[]> {
    // Without a projection, so that the store sends what it has as it is.
    const rows = this.rows.find({ workspaceId }, { hint: 'of_conversation', batchSize: READ_AT_ONCE });
    while (await rows.hasNext()) yield rows.readBufferedDocuments().flatMap(({ cells }) => cells);
  }

  /** Null: more than can be looked at one by one. */
  async timings(workspaceId: WorkspaceId, from: string, to: string): Promise<Timing[] | null> {
    const rows = this.rows.find(
      { workspaceId, 'timings.day': { $in: daysOf(from, to) } },
      { projection: { _id: 0, timings: 1 }, batchSize: TIMED_AT_ONCE },
    );
    let found: Timing[] = [];
    while (found.length <= MOST_TIMINGS && (await rows.hasNext())) {
      const some = rows.readBufferedDocuments().flatMap(({ timings = [] }) => timings);
      found = found.concat(some.filter(({ day }) => day >= from && day <= to));
    }
    await rows.close();
    return found.length > MOST_TIMINGS ? null : found;
  }

  private async units(filter: mongo.Filter<ReportUnitRow>): Promise<Unit[]> {
    return (await this.rows.find(filter).toArray()).map(unitOf);
  }
}

function unitOf({ _id, workspaceId: _workspaceId, expiresAt: _expiresAt, ...unit }: ReportUnitRow): Unit {
  return { ...unit, id: _id, conversationId: unit.conversationId ?? ERASED };
}

function rowOf(workspaceId: WorkspaceId, { id: _id, ...unit }: Unit): ReportUnitRow {
  const last = unit.cells.reduce((latest, { day }) => (day > latest ? day : latest), '');
  const expiresAt = new Date(Date.parse(last) + UNIT_LIFE_DAYS * DAY_MS);
  const { timings, conversationId, cells, ...rest } = unit;
  return {
    _id,
    ...rest,
    ...(timings === undefined ? {} : { timings: [...timings] }),
    ...(conversationId === ERASED ? {} : { conversationId }),
    workspaceId,
    cells: [...cells],
    ...(unit.firstAt === undefined ? { expiresAt } : {}),
  };
}
