import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, mongo } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { SETTINGS_HISTORY, type SettingsHistoryRow } from '../schemas/settings-history.schema';
import { type StoredGroup, WORKSPACE_SETTINGS, type WorkspaceSettingsRow } from '../schemas/workspace-settings.schema';

/** Reads for the cache go past mongoose, so that they join no transaction of whoever happens to ask first. */
@Injectable()
export class WorkspaceSettingsRepository {
  private readonly rows: mongo.Collection<WorkspaceSettingsRow>;

  constructor(
    @InjectModel(WORKSPACE_SETTINGS) private readonly settings: Model<WorkspaceSettingsRow>,
    @InjectModel(SETTINGS_HISTORY) private readonly history: Model<SettingsHistoryRow>,
  ) {
    this.rows = settings.collection as unknown as mongo.Collection<WorkspaceSettingsRow>;
  }

  /** For the cache: as `groupsOf`. */
  async committedGroupsOf(workspaceId: WorkspaceId): Promise<Readonly<Record<string, StoredGroup>>> {
    const row = await this.rows.findOne({ _id: workspaceId });
    return row?.groups ?? {};
  }

  /** For the cache: differs after every change of the workspace's settings. */
  async revisionsOf(workspaceIds: readonly WorkspaceId[]): Promise<Map<WorkspaceId, string>> {
    const found = this.rows.find({ _id: { $in: [...workspaceIds] } }, { projection: { revision: 1 } });
    return new Map((await found.toArray()).map(({ _id, revision }) => [_id as WorkspaceId, String(revision)]));
  }

  /** By name, only those of which somebody has set something. */
  async groupsOf(workspaceId: WorkspaceId): Promise<Readonly<Record<string, StoredGroup>>> {
    const row = await this.settings.findById(workspaceId).lean();
    return row?.groups ?? {};
  }

  /** @throws a duplicate key error when another request wrote the first settings of the workspace at the same time. */
  async save(workspaceId: WorkspaceId, group: string, stored: StoredGroup): Promise<void> {
    await this.settings.updateOne(
      { _id: workspaceId },
      { $set: { [`groups.${group}`]: stored }, $inc: { revision: 1 } },
      { upsert: true },
    );
  }

  /** Sets a fact that is not known yet. False when it is. @throws as `save`. */
  async noteOnce(workspaceId: WorkspaceId, group: string, field: string, stored: StoredGroup): Promise<boolean> {
    const { values, updatedAt, schemaVersion } = stored;
    const path = `groups.${group}`;
    const noted = await this.settings.updateOne(
      { _id: workspaceId, [`${path}.values.${field}`]: { $exists: false } },
      {
        $set: {
          [`${path}.values.${field}`]: values[field],
          [`${path}.updatedAt`]: updatedAt,
          [`${path}.schemaVersion`]: schemaVersion,
        },
        $inc: { revision: 1, [`${path}.version`]: 1 },
      },
      { upsert: true },
    );
    return noted.modifiedCount + noted.upsertedCount > 0;
  }

  async insertHistory(row: SettingsHistoryRow): Promise<void> {
    await this.history.insertOne(row);
  }

  async dropHistory(workspaceId: WorkspaceId, group: string, upToVersion: number): Promise<void> {
    await this.history.deleteMany({ workspaceId, group, version: { $lte: upToVersion } });
  }

  /** Newest first. */
  async listHistory(
    workspaceId: WorkspaceId,
    group: string,
    limit: number,
    after?: CursorPosition,
  ): Promise<SettingsHistoryRow[]> {
    return this.history
      .find({ workspaceId, group, ...olderThan('at', after) })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean();
  }
}
