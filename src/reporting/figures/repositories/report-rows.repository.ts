import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../../shared/database';
import type { WorkspaceId } from '../../../shared/kernel';
import { type Basis, basesAreEqual } from '../domain/counting-world';
import type { Cell, Counts } from '../domain/counts';
import type { LabelBook } from '../domain/label-book';
import { REPORT_DAILY_FLOWS, type ReportDailyFlowRow } from '../schemas/report-daily-flow.schema';
import {
  FIRST_STANDING,
  REPORT_DAILY_WORKSPACES,
  reportRowId,
  type ReportDailyWorkspaceRow,
  type ReportStandingRow,
} from '../schemas/report-daily-workspace.schema';

export type Standing = Omit<ReportStandingRow, '_id' | 'day'>;

/** The row of a day, and of a flow's version where it is one. */
export interface DayRow {
  day: string;
  flow: string;
  counts: Counts;
}

type AnyRow = Partial<ReportStandingRow> & Partial<Pick<ReportDailyFlowRow, 'flow' | 'counts'>> & { _id: string };

const STANDING = '';

/** The rows that reports are read from. Every addition belongs to a batch, which is counted once (see `advance`). */
@Injectable()
export class ReportRowsRepository {
  private readonly days: mongo.Collection<AnyRow>;
  private readonly flows: mongo.Collection<AnyRow>;

  constructor(
    @InjectModel(REPORT_DAILY_WORKSPACES) days: Model<ReportDailyWorkspaceRow>,
    @InjectModel(REPORT_DAILY_FLOWS) flows: Model<ReportDailyFlowRow>,
    private readonly transactions: Transactions,
  ) {
    this.days = days.collection as unknown as mongo.Collection<AnyRow>;
    this.flows = flows.collection as unknown as mongo.Collection<AnyRow>;
  }

  /** Null: nothing of the workspace was ever counted. */
  async standing(workspaceId: WorkspaceId): Promise<Standing | null> {
    const row = await this.days.findOne({ _id: reportRowId(workspaceId, STANDING), workspaceId });
    return row === null || row.basis === undefined ? null : standingOf(row);
  }

  /** The days of a range, with the standing of the workspace. */
  async range(
    workspaceId: WorkspaceId,
    days: readonly string[],
  ): Promise<{ rows: DayRow[]; standing: Standing | null }> {
    const found = await this.days.find({ workspaceId, day: { $in: [STANDING, ...days] } } as object).toArray();
    const standing = found.find(({ day }) => day === STANDING);
    return {
      rows: found.flatMap(({ day = '', counts = {} }) => (day === STANDING ? [] : [{ day, flow: '', counts }])),
      standing: standing?.basis === undefined ? null : standingOf(standing),
    };
  }

  /** Of versions of flows. */
  async flowRange(workspaceId: WorkspaceId, from: string, to: string, flow?: string): Promise<DayRow[]> {
    const one = flow === undefined ? {} : { flow };
    const rows = await this.flows.find({ workspaceId, day: { $gte: from, $lte: to }, ...one } as object).toArray();
    return rows.map(({ day = '', flow: version = '', counts = {} }) => ({ day, flow: version, counts }));
  }

  /** All days of a workspace from one on, with those of flows. */
  async allSince(workspaceId: WorkspaceId, day: string): Promise<DayRow[]> {
    const days = await this.days.find({ workspaceId, day: { $gte: day, $ne: STANDING } } as object).toArray();
    const flows = await this.flows.find({ workspaceId, day: { $gte: day } } as object).toArray();
    return [...days, ...flows].map((row) => ({ day: row.day ?? '', flow: row.flow ?? '', counts: row.counts ?? {} }));
  }

  /**
   * First step of a batch, whose other writes belong to the same transaction. False: another batch came first, and what
   * this one was made from may be out of date.
   */
  async advance(
    workspaceId: WorkspaceId,
    { sequence, during }: { sequence: number; during: 'counting' | 'recount' },
    labels: LabelBook,
    now: Date,
  ): Promise<boolean> {
    const news = labels.news.map(({ set, label, alias }) => [`labels.${set}.${label}`, alias] as const);
    const given = news.length === 0 ? {} : { given: labels.given };
    const result = await this.days.updateOne(
      {
        _id: reportRowId(workspaceId, STANDING),
        workspaceId,
        sequence,
        recountDueAt: { $exists: during === 'recount' },
      },
      { $inc: { sequence: 1 }, $set: { countedAt: now, ...given, ...Object.fromEntries(news) } },
      this.transactions.options,
    );
    return result.matchedCount === 1;
  }

  async add(workspaceId: WorkspaceId, deltas: readonly Cell[]): Promise<void> {
    await this.write(workspaceId, deltas, ({ counts }) => ({
      $inc: Object.fromEntries(Object.entries(counts).map(([key, count]) => [`counts.${key}`, count])),
    }));
  }

  /** In place of whatever these rows said. */
  async replace(workspaceId: WorkspaceId, rows: readonly Cell[]): Promise<void> {
    await this.write(workspaceId, rows, ({ counts }) => ({ $set: { counts } }));
  }

  /** From `at` on, if that is not asked for already. */
  async requestRecount(workspaceId: WorkspaceId, at: Date): Promise<void> {
    await this.days.updateOne(
      { _id: reportRowId(workspaceId, STANDING), workspaceId },
      { $min: { recountDueAt: at }, $setOnInsert: FIRST_STANDING },
      { upsert: true, ...this.transactions.options },
    );
  }

  /** Of all workspaces. */
  async recountsDue(now: Date, limit: number): Promise<WorkspaceId[]> {
    const rows = await this.days
      .find({ recountDueAt: { $lte: now } }, { projection: { workspaceId: 1 } })
      .sort({ recountDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.flatMap(({ workspaceId }) => workspaceId ?? []);
  }

  /** The basis holds from now on; nothing else is counted until `endRecount`. */
  async beginRecount(workspaceId: WorkspaceId, basis: Basis, now: Date): Promise<Standing> {
    await this.requestRecount(workspaceId, now);
    const row = await this.days.findOneAndUpdate(
      { _id: reportRowId(workspaceId, STANDING), workspaceId },
      { $set: { basis }, $inc: { sequence: 1 } },
      { returnDocument: 'after' },
    );
    if (row === null) throw new Error('The standing of a workspace has gone while it was counted anew.');
    return standingOf(row);
  }

  /** Unless it was asked for again meanwhile, or the basis has become another one. */
  async endRecount({ workspaceId, basis, recountDueAt }: Standing, now: Date): Promise<void> {
    const current = await this.standing(workspaceId);
    if (current === null || recountDueAt === undefined || !basesAreEqual(current.basis, basis)) return;
    await this.days.updateOne(
      { _id: reportRowId(workspaceId, STANDING), workspaceId, recountDueAt },
      { $unset: { recountDueAt: '' }, $set: { recountedAt: now } },
    );
  }

  private async write(
    workspaceId: WorkspaceId,
    cells: readonly Cell[],
    updateOf: (cell: Cell) => object,
  ): Promise<void> {
    const operationOf = (cell: Cell): mongo.AnyBulkWriteOperation<AnyRow> => {
      const { day, flow } = cell;
      const update: object = { ...updateOf(cell), $setOnInsert: flow === '' ? { day } : { day, flow } };
      return { updateOne: { filter: { _id: reportRowId(workspaceId, day, flow), workspaceId }, update, upsert: true } };
    };
    const [ofDays, ofFlows] = [cells.filter(({ flow }) => flow === ''), cells.filter(({ flow }) => flow !== '')];
    const options = { ordered: false, ...this.transactions.options };
    if (ofDays.length > 0) await this.days.bulkWrite(ofDays.map(operationOf), options);
    if (ofFlows.length > 0) await this.flows.bulkWrite(ofFlows.map(operationOf), options);
  }
}

function standingOf(row: AnyRow): Standing {
  const { _id, day: _day, flow: _flow, counts: _counts, ...standing } = row as AnyRow & ReportStandingRow;
  return standing;
}
