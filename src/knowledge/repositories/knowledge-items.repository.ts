import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { KnowledgeItem, KnowledgeKind, KnowledgeStatus, SearchedVersion } from '../domain/knowledge-item';
import {
  followSettings,
  idOfSettingsItem,
  ITEMS_OF_SETTINGS,
  KNOWLEDGE_ITEMS,
  type KnowledgeItemRow,
} from '../schemas/knowledge-item.schema';

export interface ItemFilter {
  status?: KnowledgeStatus;
  tag?: string;
}

/** What an index must know of an item. */
export interface SearchedItem {
  id: string;
  tags: readonly string[];
  searched: SearchedVersion;
}

type Changes = Partial<Pick<KnowledgeItemRow, 'title' | 'tags' | 'active' | 'source' | 'version'>>;

/** Items as people see and change them. How they are processed is the business of another repository. */
@Injectable()
export class KnowledgeItemsRepository {
  private readonly rows: mongo.Collection<KnowledgeItemRow>;

  constructor(
    @InjectModel(KNOWLEDGE_ITEMS) model: Model<KnowledgeItemRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeItemRow>;
  }

  /** To be processed at once. */
  async insert({ id, ...item }: KnowledgeItem): Promise<void> {
    const row = { _id: id, ...item, attempts: 0, dueAt: item.createdAt };
    await this.rows.insertOne(row, this.transactions.options);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<KnowledgeItem | null> {
    const row = await this.rows.findOne({ _id: id, workspaceId }, this.transactions.options);
    return row === null ? null : toItem(row);
  }

  /** Those of the ids that are there, in no order. */
  async findAll(workspaceId: WorkspaceId, ids: readonly string[]): Promise<KnowledgeItem[]> {
    const rows = await this.rows.find({ _id: { $in: [...ids] }, workspaceId }, this.transactions.options).toArray();
    return rows.map(toItem);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(
    workspaceId: WorkspaceId,
    { status, tag }: ItemFilter,
    limit: number,
    after?: CursorPosition,
  ): Promise<KnowledgeItem[]> {
    const narrowed = { ...(status === undefined ? {} : { status }), ...(tag === undefined ? {} : { tags: tag }) };
    const rows = await this.rows
      .find({ workspaceId, ...narrowed, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(toItem);
  }

  count(workspaceId: WorkspaceId, kinds: readonly KnowledgeKind[]): Promise<number> {
    return this.rows.countDocuments({ workspaceId, kind: { $in: [...kinds] } }, this.transactions.options);
  }

  /** Null when there is none. A new version is to be processed at once. */
  async change(workspaceId: WorkspaceId, id: string, changes: Changes, now: Date): Promise<KnowledgeItem | null> {
    const isNew = changes.version !== undefined;
    const row = await this.rows.findOneAndUpdate(
      { _id: id, workspaceId },
      {
        $set: { ...changes, updatedAt: now, ...(isNew ? { status: 'pending', attempts: 0, dueAt: now } : {}) },
        ...(isNew ? { $unset: { failure: 1, progress: 1, claim: 1 } } : {}),
      },
      { returnDocument: 'after', ...this.transactions.options },
    );
    return row === null ? null : toItem(row);
  }

  /** Those that follow the settings: made where there are none, and to be processed at once with a new version. */
  async follow(workspaceId: WorkspaceId, now: Date): Promise<void> {
    for (const item of ITEMS_OF_SETTINGS)
      await this.rows.updateOne(
        { _id: idOfSettingsItem(workspaceId, item.kind), workspaceId },
        followSettings(item, now),
        {
          upsert: true,
          ...this.transactions.options,
        },
      );
  }

  /** Of those that follow the settings, whether or not they are there. */
  idsOfSettings(workspaceId: WorkspaceId): string[] {
    return ITEMS_OF_SETTINGS.map(({ kind }) => idOfSettingsItem(workspaceId, kind));
  }

  /** False when there is none. */
  async remove(workspaceId: WorkspaceId, id: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: id, workspaceId }, this.transactions.options);
    return deletedCount === 1;
  }

  /** What is to be found now. */
  async searched(workspaceId: WorkspaceId): Promise<SearchedItem[]> {
    const rows = await this.rows
      .find(
        { workspaceId, active: true, searched: { $exists: true } },
        { projection: { tags: 1, searched: 1 }, ...this.transactions.options },
      )
      .toArray();
    return rows.flatMap(({ _id, tags, searched }) => (searched === undefined ? [] : [{ id: _id, tags, searched }]));
  }

  /** Of all items that can be found, also when they are switched off. */
  async chunkCount(workspaceId: WorkspaceId): Promise<number> {
    const rows = await this.rows
      .find(
        { workspaceId, active: { $in: [true, false] }, searched: { $exists: true } },
        { projection: { 'searched.chunks': 1 } },
      )
      .toArray();
    return rows.reduce((sum, { searched }) => sum + (searched?.chunks ?? 0), 0);
  }

  /** What has vectors of another model than `model`, or none, is to be processed again, or all of it; what waits is left. */
  async makeDue(workspaceId: WorkspaceId, model: string | null, now: Date): Promise<number> {
    const { modifiedCount } = await this.rows.updateMany(
      {
        workspaceId,
        active: true,
        searched: { $exists: true },
        ...(model === null ? {} : { 'searched.embeddingModel': { $ne: model } }),
        dueAt: { $exists: false },
      },
      { $set: { dueAt: now, attempts: 0 } },
      this.transactions.options,
    );
    return modifiedCount;
  }
}

export function toItem({
  _id,
  dueAt: _due,
  attempts: _attempts,
  claim: _claim,
  ...rest
}: KnowledgeItemRow): KnowledgeItem {
  return { id: _id, ...rest };
}
