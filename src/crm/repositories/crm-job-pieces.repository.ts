import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import { CRM_JOB_PIECES, type CrmJobPieceRow } from '../schemas/crm-job.schema';

export type ImportedLine = NonNullable<CrmJobPieceRow['lines']>[number];
export type ExportedRow = NonNullable<CrmJobPieceRow['rows']>[number];

interface JobRef {
  workspaceId: WorkspaceId;
  id: string;
}

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const AT_ONCE = 20;

/** Files of jobs, in pieces of which each fits a step. */
@Injectable()
export class CrmJobPiecesRepository {
  constructor(@InjectModel(CRM_JOB_PIECES) private readonly pieces: Model<CrmJobPieceRow>) {}

  /** What is there already stays as it is. */
  async putLines(job: JobRef, pieces: readonly (readonly ImportedLine[])[], at: Date): Promise<void> {
    const rows = pieces.map((lines, position) => ({ ...baseOf(job, position, at), lines: [...lines] }));
    for (let first = 0; first < rows.length; first += AT_ONCE) {
      const operations = rows.slice(first, first + AT_ONCE).map(({ _id, ...row }) => ({
        updateOne: { filter: { _id, workspaceId: job.workspaceId }, update: { $setOnInsert: row }, upsert: true },
      }));
      await this.pieces.bulkWrite(operations);
    }
  }

  async linesAt(job: JobRef, position: number): Promise<readonly ImportedLine[]> {
    const row = await this.pieces.findOne({ _id: idOf(job, position), workspaceId: job.workspaceId }).lean();
    return row?.lines ?? [];
  }

  /** Instead of what an earlier attempt wrote there. */
  async putRows(
    job: JobRef,
    position: number,
    { rows, contactIds, at }: { rows: readonly ExportedRow[]; contactIds: readonly string[]; at: Date },
  ): Promise<void> {
    const { _id, ...row } = { ...baseOf(job, position, at), rows: [...rows], contactIds: [...contactIds] };
    await this.pieces.updateOne({ _id, workspaceId: job.workspaceId }, { $set: row }, { upsert: true });
  }

  /** All rows that were written, as fast as they are taken. */
  async *rowsOf({ workspaceId, id: jobId }: JobRef): AsyncIterable<ExportedRow> {
    let position = -1;
    for (;;) {
      const [piece] = await this.pieces
        .find({ workspaceId, jobId, position: { $gt: position } })
        .sort({ position: 1 })
        .limit(1)
        .lean();
      if (piece === undefined) return;
      yield* piece.rows ?? [];
      position = piece.position;
    }
  }

  async remove({ workspaceId, id: jobId }: JobRef): Promise<void> {
    await this.pieces.deleteMany({ workspaceId, jobId });
  }
}

const idOf = ({ id }: JobRef, position: number): string => `${id}:${position}`;

const baseOf = (job: JobRef, position: number, at: Date) => ({
  _id: idOf(job, position),
  workspaceId: job.workspaceId,
  jobId: job.id,
  position,
  expiresAt: new Date(at.getTime() + KEPT_MS),
});
