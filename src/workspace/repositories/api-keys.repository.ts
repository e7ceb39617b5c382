import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { ApiKey } from '../domain/api-key';
import { ApiKeyRow } from '../schemas/api-key.schema';

@Injectable()
export class ApiKeysRepository {
  constructor(@InjectModel(ApiKeyRow.name) private readonly keys: Model<ApiKeyRow>) {}

  async insert({ id, ...key }: ApiKey): Promise<void> {
    await this.keys.insertOne({ _id: id, ...key });
  }

  /** For the guard, which learns the workspace by it. */
  async findAnywhere(id: string): Promise<ApiKey | null> {
    const row = await this.keys.findById(id).lean();
    return row === null ? null : toApiKey(row);
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ApiKey | null> {
    const row = await this.keys.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toApiKey(row);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<ApiKey[]> {
    const rows = await this.keys
      .find({ workspaceId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toApiKey);
  }

  count(workspaceId: WorkspaceId): Promise<number> {
    return this.keys.countDocuments({ workspaceId });
  }

  async delete(workspaceId: WorkspaceId, id: string): Promise<boolean> {
    const { deletedCount } = await this.keys.deleteOne({ _id: id, workspaceId });
    return deletedCount === 1;
  }

  /** Unless it was noted since `before`, by whichever process. */
  async noteUse(workspaceId: WorkspaceId, id: string, at: Date, before: Date): Promise<void> {
    await this.keys.updateOne(
      { _id: id, workspaceId, $or: [{ lastUsedAt: { $exists: false } }, { lastUsedAt: { $lt: before } }] },
      { $set: { lastUsedAt: at } },
    );
  }
}

function toApiKey({ _id, ...rest }: ApiKeyRow): ApiKey {
  const { workspaceId, createdBy } = rest;
  return { ...rest, id: _id, workspaceId: workspaceId as WorkspaceId, createdBy: createdBy as UserId };
}
