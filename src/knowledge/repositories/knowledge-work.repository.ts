import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import type { KnowledgeFailure, KnowledgeItem, SearchedVersion } from '../domain/knowledge-item';
import { KNOWLEDGE_ITEMS, type KnowledgeItemRow } from '../schemas/knowledge-item.schema';
import { toItem } from './knowledge-items.repository';

/** A run that has an item to itself, until `until` or its end. */
export interface Claim {
  workspaceId: WorkspaceId;
  itemId: string;
  version: number;
  claim: string;
}

export interface ClaimedItem {
  item: KnowledgeItem;
  claim: Claim;
  /** This one included. */
  attempts: number;
}

/** Which items are to be processed, and by whom. Every write names its claim: what a late run writes is refused. */
@Injectable()
export class KnowledgeWorkRepository {
  private readonly rows: mongo.Collection<KnowledgeItemRow>;

  constructor(
    @InjectModel(KNOWLEDGE_ITEMS) model: Model<KnowledgeItemRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeItemRow>;
  }

  /** Of all workspaces, those due for longest first. */
  async due(now: Date, limit: number): Promise<{ itemId: string; workspaceId: WorkspaceId }[]> {
    const rows = await this.rows
      .find({ dueAt: { $lte: now } }, { projection: { workspaceId: 1 } })
      .sort({ dueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, workspaceId }) => ({ itemId: _id, workspaceId }));
  }

  /** Null when it is gone, not due, or another run has it. Until `until` nobody else gets it. */
  async claim(
    workspaceId: WorkspaceId,
    itemId: string,
    claim: string,
    { now, until }: { now: Date; until: Date },
  ): Promise<ClaimedItem | null> {
    const row = await this.rows.findOneAndUpdate(
      { _id: itemId, workspaceId, dueAt: { $lte: now } },
      [
        {
          $set: {
            claim,
            dueAt: until,
            attempts: { $add: ['$attempts', 1] },
            // What can be searched already and only gets other vectors stays ready.
            status: { $cond: [{ $eq: ['$searched.version', '$version'] }, '$status', 'processing'] },
          },
        },
      ],
      { returnDocument: 'after' },
    );
    if (row === null) return null;
    return { item: toItem(row), claim: { workspaceId, itemId, version: row.version, claim }, attempts: row.attempts };
  }

  /** It goes on, until `until`. False when the item is gone or has a new content. */
  async progress(claim: Claim, progress: { done: number; total: number }, until: Date): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(heldBy(claim), { $set: { progress, dueAt: until } });
    return matchedCount === 1;
  }

  /** False as above. */
  async finish(claim: Claim, searched: SearchedVersion, title: string, now: Date): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      heldBy(claim),
      {
        $set: { searched, title, status: 'ready', processedAt: now },
        $unset: { dueAt: 1, claim: 1, progress: 1, failure: 1 },
      },
      this.transactions.options,
    );
    return matchedCount === 1;
  }

  /** Again at `dueAt`, or never when that is absent. */
  async fail(claim: Claim, failure: KnowledgeFailure, dueAt?: Date): Promise<void> {
    await this.rows.updateOne(heldBy(claim), {
      $set: { failure, status: dueAt === undefined ? 'failed' : 'pending', ...(dueAt === undefined ? {} : { dueAt }) },
      $unset: { claim: 1, progress: 1, ...(dueAt === undefined ? { dueAt: 1 } : {}) },
    });
  }

  /** False when it is gone or has a new content. */
  async remove(claim: Claim): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne(heldBy(claim), this.transactions.options);
    return deletedCount === 1;
  }
}

const heldBy = ({ itemId, workspaceId, version, claim }: Claim) => ({ _id: itemId, workspaceId, version, claim });
