import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../../shared/kernel';
import type { CountedDrafts } from '../domain/draft-figures';
import { REPLY_DRAFTS, type ReplyDraftRow } from '../schemas/reply-draft.schema';

/** Counts over the rows of drafts. */
@Injectable()
export class ReplyDraftFiguresRepository {
  private readonly rows: mongo.Collection<ReplyDraftRow>;

  constructor(@InjectModel(REPLY_DRAFTS) model: Model<ReplyDraftRow>) {
    this.rows = model.collection as unknown as mongo.Collection<ReplyDraftRow>;
  }

  /** Of those made from the one time on, before the other. */
  async count(workspaceId: WorkspaceId, from: Date, to: Date): Promise<CountedDrafts[]> {
    const groups = await this.rows
      .aggregate<Omit<CountedDrafts, 'source' | 'status'> & { _id: Pick<CountedDrafts, 'source' | 'status'> }>([
        { $match: { workspaceId, createdAt: { $gte: from, $lt: to } } },
        {
          $group: {
            _id: { source: { $ifNull: ['$source', 'flow'] }, status: '$status' },
            drafts: { $sum: 1 },
            unchanged: { $sum: { $cond: [{ $eq: ['$editDistance', 0] }, 1, 0] } },
            distance: { $sum: '$editDistance' },
          },
        },
      ])
      .toArray();
    return groups.map(({ _id, ...sums }) => ({ ..._id, ...sums }));
  }
}
