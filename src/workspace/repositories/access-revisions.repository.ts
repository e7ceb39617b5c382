import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { Transactions } from '../../shared/database';
import { AccessRevisionRow } from '../schemas/access-revision.schema';

@Injectable()
export class AccessRevisionsRepository {
  constructor(
    @InjectModel(AccessRevisionRow.name) private readonly revisions: Model<AccessRevisionRow>,
    private readonly transactions: Transactions,
  ) {}

  async set(subjects: readonly string[], revision: string, at: Date): Promise<void> {
    const operations = subjects.map((_id) => ({
      updateOne: { filter: { _id }, update: { $set: { revision, at } }, upsert: true },
    }));
    await this.revisions.collection.bulkWrite(operations as never, this.transactions.options);
  }

  /** By subject; without those that never changed, or not for long. */
  async of(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.revisions.find({ _id: { $in: subjects } }).lean();
    return new Map(rows.map(({ _id, revision }) => [_id, revision]));
  }
}
