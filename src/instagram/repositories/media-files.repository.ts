import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { MEDIA_FILES, type MediaFileRow } from '../schemas/media-file.schema';

/** A file that is wholly there. */
export type StoredMediaFile = MediaFileRow & Required<Pick<MediaFileRow, 'contentType' | 'bytes'>>;

/** What there is in the object store. A row comes before its file and goes after it, so that no file is ever without one. */
@Injectable()
export class MediaFilesRepository {
  constructor(@InjectModel(MEDIA_FILES) private readonly files: Model<MediaFileRow>) {}

  /** Before the file is written. Again for the same id: it is about to be replaced. */
  async announce({ _id, workspaceId, ...row }: MediaFileRow): Promise<void> {
    await this.files.updateOne({ _id, workspaceId }, { $setOnInsert: row }, { upsert: true });
  }

  /** Once it is written. False when the row was erased meanwhile. */
  async complete(
    workspaceId: WorkspaceId,
    fileId: string,
    stored: Required<Pick<MediaFileRow, 'contentType' | 'bytes'>>,
  ): Promise<boolean> {
    const { matchedCount } = await this.files.updateOne({ _id: fileId, workspaceId }, { $set: stored });
    return matchedCount === 1;
  }

  async find(
    workspaceId: WorkspaceId,
    fileId: string,
    conversationId?: ConversationId,
  ): Promise<StoredMediaFile | null> {
    const where = conversationId === undefined ? {} : { conversationId };
    const row = await this.files.findOne({ _id: fileId, workspaceId, ...where }).lean();
    return row === null || !isStored(row) ? null : row;
  }

  async ofMessage(workspaceId: WorkspaceId, messageId: string): Promise<MediaFileRow[]> {
    return this.files.find({ workspaceId, messageId }).lean();
  }

  /** The oldest first, at most `limit`. */
  async older(workspaceId: WorkspaceId, before: Date, limit: number): Promise<MediaFileRow[]> {
    return this.files
      .find({ workspaceId, at: { $lt: before } })
      .sort({ at: 1 })
      .limit(limit)
      .lean();
  }

  /** After the files themselves. */
  async forget(workspaceId: WorkspaceId, fileIds: readonly string[]): Promise<void> {
    if (fileIds.length > 0) await this.files.deleteMany({ _id: { $in: [...fileIds] }, workspaceId });
  }
}

const isStored = (row: MediaFileRow): row is StoredMediaFile =>
  row.contentType !== undefined && row.bytes !== undefined;
