import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import { stableId, type WorkspaceId } from '../../shared/kernel';
import type { KnowledgeVersion } from '../domain/knowledge-item';
import { KNOWLEDGE_VERSIONS, type KnowledgeVersionRow } from '../schemas/knowledge-version.schema';

const WITHOUT_BYTES = { bytes: 0 } as const;

@Injectable()
export class KnowledgeVersionsRepository {
  private readonly rows: mongo.Collection<KnowledgeVersionRow>;

  constructor(
    @InjectModel(KNOWLEDGE_VERSIONS) model: Model<KnowledgeVersionRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeVersionRow>;
  }

  /** `bytes`: of an upload, until its text has been read. */
  async insert(version: KnowledgeVersion, bytes?: Buffer): Promise<void> {
    const row = { _id: idOf(version), ...version, ...(bytes === undefined ? {} : { bytes: new mongo.Binary(bytes) }) };
    await this.rows.insertOne(row, this.transactions.options);
  }

  async find(workspaceId: WorkspaceId, itemId: string, version: number): Promise<KnowledgeVersion | null> {
    const row = await this.rows.findOne(
      { _id: idOf({ itemId, version }), workspaceId },
      { projection: WITHOUT_BYTES, ...this.transactions.options },
    );
    return row === null ? null : toVersion(row);
  }

  /** Newest first, at most `limit`. */
  async list(workspaceId: WorkspaceId, itemId: string, limit: number): Promise<KnowledgeVersion[]> {
    const rows = await this.rows
      .find({ workspaceId, itemId }, { projection: WITHOUT_BYTES })
      .sort({ version: -1 })
      .limit(limit)
      .toArray();
    return rows.map(toVersion);
  }

  /** Of an upload whose text has not been read; else null. */
  async bytesOf(workspaceId: WorkspaceId, itemId: string, version: number): Promise<Uint8Array | null> {
    const row = await this.rows.findOne(
      { _id: idOf({ itemId, version }), workspaceId },
      { projection: { bytes: 1 }, promoteBuffers: true },
    );
    const bytes: unknown = row?.bytes;
    return bytes instanceof Uint8Array ? bytes : null;
  }

  /** What was read of it; the bytes of an upload are not needed any more. Made where nobody typed it in. */
  async setContent(
    { itemId, version, workspaceId }: VersionPlace,
    { title, content, now }: { title: string; content: string; now: Date },
  ): Promise<void> {
    await this.rows.updateOne(
      { _id: idOf({ itemId, version }), workspaceId },
      { $set: { title, content }, $unset: { bytes: 1 }, $setOnInsert: { itemId, version, createdAt: now } },
      { upsert: true, ...this.transactions.options },
    );
  }

  async removeOlder(workspaceId: WorkspaceId, itemId: string, than: number): Promise<void> {
    await this.rows.deleteMany({ workspaceId, itemId, version: { $lt: than } }, this.transactions.options);
  }

  async removeAll(workspaceId: WorkspaceId, itemId: string): Promise<void> {
    await this.rows.deleteMany({ workspaceId, itemId }, this.transactions.options);
  }
}

type VersionPlace = Pick<KnowledgeVersion, 'itemId' | 'version' | 'workspaceId'>;

const idOf = ({ itemId, version }: Pick<KnowledgeVersion, 'itemId' | 'version'>): string =>
  stableId('knowledge-version', itemId, String(version));

function toVersion({ _id, bytes: _bytes, ...rest }: KnowledgeVersionRow): KnowledgeVersion {
  return rest;
}
