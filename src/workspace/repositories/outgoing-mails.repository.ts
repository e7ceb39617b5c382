import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { OutgoingMailRow } from '../schemas/outgoing-mail.schema';

@Injectable()
export class OutgoingMailsRepository {
  constructor(@InjectModel(OutgoingMailRow.name) private readonly mails: Model<OutgoingMailRow>) {}

  async insert(row: OutgoingMailRow): Promise<void> {
    await this.mails.insertOne(row);
  }

  /** The mail that has been due for longest, counted and put off until `again`, so that nobody else takes it. */
  claim(now: Date, again: Date): Promise<OutgoingMailRow | null> {
    return this.mails
      .findOneAndUpdate(
        { status: 'pending', nextAttemptAt: { $lte: now } },
        { $set: { nextAttemptAt: again }, $inc: { attempts: 1 } },
        { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
      )
      .lean();
  }

  async delete(id: string): Promise<void> {
    await this.mails.deleteOne({ _id: id });
  }

  /** `attempts`: the attempt that failed; a later one decides for itself. */
  async postpone(id: string, attempts: number, nextAttemptAt: Date): Promise<void> {
    await this.mails.updateOne({ _id: id, attempts }, { $set: { nextAttemptAt } });
  }

  async park(id: string, attempts: number): Promise<void> {
    await this.mails.updateOne({ _id: id, attempts }, { $set: { status: 'parked' } });
  }
}
