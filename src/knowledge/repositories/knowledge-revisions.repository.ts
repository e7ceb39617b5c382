import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import { KNOWLEDGE_REVISIONS, type KnowledgeRevisionRow } from '../schemas/knowledge-revision.schema';

@Injectable()
export class KnowledgeRevisionsRepository {
  private readonly rows: mongo.Collection<KnowledgeRevisionRow>;

  constructor(
    @InjectModel(KNOWLEDGE_REVISIONS) model: Model<KnowledgeRevisionRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeRevisionRow>;
  }

  /** In the transaction of the change; of two at once the second begins anew, so revisions are seen in their order. */
  async bump(workspaceId: WorkspaceId): Promise<void> {
    await this.rows.updateOne(
      { _id: workspaceId, workspaceId },
      { $inc: { revision: 1 } },
      { upsert: true, ...this.transactions.options },
    );
  }

  async of(workspaceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...workspaceIds];
    const rows = await this.rows.find({ _id: { $in: ids }, workspaceId: { $in: ids } }).toArray();
    return new Map(rows.map(({ _id, revision }) => [_id, String(revision)]));
  }
}
