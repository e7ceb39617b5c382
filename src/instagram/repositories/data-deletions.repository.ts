import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { DATA_DELETIONS, type DataDeletionRow } from '../schemas/data-deletion.schema';

@Injectable()
export class DataDeletionsRepository {
  constructor(@InjectModel(DATA_DELETIONS) private readonly deletions: Model<DataDeletionRow>) {}

  async insert(row: DataDeletionRow): Promise<void> {
    await this.deletions.insertOne(row);
  }

  async find(code: string): Promise<DataDeletionRow | null> {
    return this.deletions.findOne({ _id: code }).lean();
  }

  async finish(code: string, accounts: number, at: Date): Promise<void> {
    await this.deletions.updateOne({ _id: code }, { $set: { status: 'done', accounts, finishedAt: at } });
  }
}
