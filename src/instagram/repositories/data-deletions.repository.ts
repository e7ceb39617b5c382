import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type AccountLeft, DATA_DELETIONS, type DataDeletionRow } from '../schemas/data-deletion.schema';

@Injectable()
export class DataDeletionsRepository {
  constructor(@InjectModel(DATA_DELETIONS) private readonly deletions: Model<DataDeletionRow>) {}

  async insert(row: DataDeletionRow): Promise<void> {
    await this.deletions.insertOne(row);
  }

  async find(code: string): Promise<DataDeletionRow | null> {
    return this.deletions.findOne({ _id: code }).lean();
  }

  /** Not done, and asked for before that time; the oldest first. */
  async open(before: Date, limit: number): Promise<DataDeletionRow[]> {
    return this.deletions
      .find({ status: 'running', requestedAt: { $lte: before } })
      .sort({ requestedAt: 1 })
      .limit(limit)
      .lean();
  }

  /** What is left after a step, and the erasure that the step has asked for. */
  async noteStep(
    code: string,
    left: readonly AccountLeft[],
    asked?: DataDeletionRow['erasures'][number],
  ): Promise<void> {
    await this.deletions.updateOne(
      { _id: code, status: 'running' },
      { $set: { left: [...left] }, ...(asked === undefined ? {} : { $push: { erasures: asked } }) },
    );
  }

  async finish(code: string, at: Date): Promise<void> {
    await this.deletions.updateOne({ _id: code, status: 'running' }, { $set: { status: 'done', finishedAt: at } });
  }
}
