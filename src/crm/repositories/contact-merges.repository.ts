import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { ContactMerge } from '../domain/contact-merge';
import { CONTACT_MERGES, type ContactMergeRow } from '../schemas/contact-merge.schema';

@Injectable()
export class ContactMergesRepository {
  constructor(@InjectModel(CONTACT_MERGES) private readonly merges: Model<ContactMergeRow>) {}

  async insert({ id, ...rest }: ContactMerge): Promise<void> {
    await this.merges.insertOne({ _id: id, ...rest, settleAt: rest.at, expiresAt: rest.undoUntil });
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ContactMerge | null> {
    const row = await this.merges.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toMerge(row);
  }

  /** Newest first; with `holder`, those into this contact. */
  async list(
    workspaceId: WorkspaceId,
    { holder, limit, after }: { holder?: ContactId; limit: number; after?: CursorPosition },
  ): Promise<ContactMerge[]> {
    const rows = await this.merges
      .find({ workspaceId, ...(holder === undefined ? {} : { holder }), ...olderThan('at', after) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toMerge);
  }

  /** The last one into this contact that was not undone. */
  async lastInto(workspaceId: WorkspaceId, holder: ContactId): Promise<ContactMerge | null> {
    const [row] = await this.merges
      .find({ workspaceId, holder, to: holder, status: 'merged' })
      .sort({ at: -1, _id: -1 })
      .limit(1)
      .lean();
    return row === undefined ? null : toMerge(row);
  }

  /** False when it was undone already. */
  async undo({ id, workspaceId }: ContactMerge, at: Date): Promise<boolean> {
    const { matchedCount } = await this.merges.updateOne(
      { _id: id, workspaceId, status: 'merged' },
      { $set: { status: 'undone', undoneAt: at, settleAt: at, settled: 0 } },
    );
    return matchedCount === 1;
  }

  /** What was taken apart becomes one again: nothing goes back any more. */
  async stopGoingBack(workspaceId: WorkspaceId, from: ContactId): Promise<void> {
    await this.merges.updateMany({ workspaceId, from, status: 'undone' }, { $unset: { settleAt: 1 } });
  }

  /** Of all workspaces, for the job alone. */
  async due(now: Date, limit: number): Promise<ContactMerge[]> {
    const rows = await this.merges
      .find({ settleAt: { $lte: now } })
      .sort({ settleAt: 1 })
      .limit(limit)
      .lean();
    return rows.map(toMerge);
  }

  /** Not when it was undone meanwhile. */
  async settled({ id, workspaceId, status, settled }: ContactMerge, next: Date | null): Promise<void> {
    await this.merges.updateOne(
      { _id: id, workspaceId, status, settled },
      { $inc: { settled: 1 }, ...(next === null ? { $unset: { settleAt: 1 } } : { $set: { settleAt: next } }) },
    );
  }
}

function toMerge({ _id, settleAt: _s, expiresAt: _e, ...rest }: ContactMergeRow): ContactMerge {
  return { ...rest, id: _id };
}
