import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { AccountId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { HistoryKind, HistoryStatus } from '../domain/history-sync';
import { HISTORY_SYNCS, type HistorySyncRow } from '../schemas/history-sync.schema';

export interface AccountKey {
  workspaceId: WorkspaceId;
  accountId: AccountId;
}

type Known = Pick<HistorySyncRow, '_id' | 'workspaceId' | 'version'>;
/** `cursor` undefined leaves it; `lastPage`: there is none to go on from. */
export type HistoryChange = Partial<
  Pick<HistorySyncRow, 'status' | 'threads' | 'cursor' | 'counts' | 'dueAt' | 'failures' | 'failure' | 'startedAt'>
> & { lastPage?: true };

@Injectable()
export class HistorySyncsRepository {
  constructor(@InjectModel(HISTORY_SYNCS) private readonly syncs: Model<HistorySyncRow>) {}

  /** @throws a duplicate key error when one of its kind is open. */
  async insert(row: HistorySyncRow): Promise<void> {
    await this.syncs.create(row);
  }

  async findOpen({ workspaceId, accountId }: AccountKey, kind: HistoryKind): Promise<HistorySyncRow | null> {
    return this.syncs.findOne({ workspaceId, accountId, kind, open: true }).lean();
  }

  async find({ workspaceId, accountId }: AccountKey, id: string): Promise<HistorySyncRow | null> {
    return this.syncs.findOne({ _id: id, workspaceId, accountId }).lean();
  }

  /** Newest first. */
  async list(
    { workspaceId, accountId }: AccountKey,
    limit: number,
    before?: CursorPosition,
  ): Promise<HistorySyncRow[]> {
    return this.syncs
      .find({ workspaceId, accountId, ...olderThan('createdAt', before) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
  }

  /** Of all workspaces, the longest due first. */
  async due(now: Date, limit: number): Promise<HistorySyncRow[]> {
    return this.syncs
      .find({ open: true, dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** An open gap reaches further, and is read from the start again. False when none is open. */
  async widenGap(
    { workspaceId, accountId }: AccountKey,
    { from, until, dueAt }: { from: Date; until: Date; dueAt: Date },
  ): Promise<boolean> {
    const { matchedCount } = await this.syncs.updateOne(
      { workspaceId, accountId, kind: 'gap', open: true },
      {
        $min: { from },
        $max: { until },
        $set: { dueAt, threads: [], cursor: null },
        $inc: { version: 1 },
      },
    );
    return matchedCount > 0;
  }

  /** Null when somebody else has changed it meanwhile, or it is not open any more. */
  async save(
    { _id, workspaceId, version }: Known,
    { lastPage, ...values }: HistoryChange,
  ): Promise<HistorySyncRow | null> {
    return this.syncs
      .findOneAndUpdate(
        { _id, workspaceId, version, open: true },
        {
          $set: values,
          $inc: { version: 1 },
          ...(lastPage === undefined ? {} : { $unset: { cursor: '' } }),
        },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** False when it was not open any more. */
  async finish(
    { _id, workspaceId }: Pick<HistorySyncRow, '_id' | 'workspaceId'>,
    status: Extract<HistoryStatus, 'done' | 'failed' | 'cancelled'>,
    at: Date,
    changes: Pick<HistoryChange, 'failure'> = {},
  ): Promise<boolean> {
    const { matchedCount } = await this.syncs.updateOne(
      { _id, workspaceId, open: true },
      {
        $set: { status, finishedAt: at, ...changes },
        $inc: { version: 1 },
        $unset: { open: '', cursor: '' },
      },
    );
    return matchedCount > 0;
  }
}
