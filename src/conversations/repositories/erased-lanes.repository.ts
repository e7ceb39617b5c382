import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import { ERASED_LANES, type ErasedLaneRow } from '../schemas/erased-lane.schema';
import { literal, msFromNow } from './expressions';

/** Far longer than deliveries are repeated: the platform remembers, and its history may be read again at any time. */
const KEPT_MS = 400 * 24 * 3600 * 1000;

@Injectable()
export class ErasedLanesRepository {
  private readonly rows: mongo.Collection<ErasedLaneRow>;

  constructor(@InjectModel(ERASED_LANES) model: Model<ErasedLaneRow>) {
    this.rows = model.collection as unknown as mongo.Collection<ErasedLaneRow>;
  }

  /** From now on; `closed` false: what happens after now is taken in. */
  async mark(workspaceId: WorkspaceId, ids: readonly string[], closed: boolean): Promise<void> {
    const change = { erasedAt: '$$NOW', changedAt: '$$NOW', expiresAt: msFromNow(KEPT_MS) };
    const stages = [{ $set: { workspaceId: literal(workspaceId), closed, ...change } }];
    if (ids.length === 0) return;
    await this.rows.bulkWrite(
      ids.map((_id) => ({ updateOne: { filter: { _id }, update: stages, upsert: true } })),
      { ordered: false, writeConcern: { w: 'majority' } },
    );
  }

  async changedSince(since: Date): Promise<ErasedLaneRow[]> {
    return this.rows.find({ changedAt: { $gte: since } }).toArray();
  }
}
