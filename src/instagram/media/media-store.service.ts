import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import { type ByteRange, objectKey, ObjectStore } from '../../shared/providers/storage';
import type { MediaKind } from '../domain/media-format';
import { MediaFilesRepository, type StoredMediaFile } from '../repositories/media-files.repository';

/** A file that is about to be kept. */
export interface NewFile {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  kind: MediaKind;
  messageId?: string;
  uploadedBy?: UserId;
  at: Date;
}

export interface KeptFile {
  id: string;
  key: string;
  contentType: string;
  bytes: number;
}

/** Files with their rows. A row comes first and goes last, so that what a crash leaves behind can be found. */
@Injectable()
export class MediaStore {
  constructor(
    private readonly files: MediaFilesRepository,
    private readonly objects: ObjectStore,
  ) {}

  get isSet(): boolean {
    return this.objects.isSet;
  }

  /** Again for the same id: replaces it. @throws ObjectTooLarge, StorageUnset, or what `body` throws. */
  async keep(
    { id, ...file }: NewFile,
    contentType: string,
    body: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<KeptFile> {
    const key = objectKey({ tenant: file.workspaceId, group: file.conversationId, name: id });
    await this.files.announce({ _id: id, key, ...file });
    const { bytes } = await this.objects.put(key, body, maxBytes);
    const stood = await this.files.complete(file.workspaceId, id, { contentType, bytes });
    if (!stood) await this.objects.remove(key);
    return { id, key, contentType, bytes };
  }

  find(workspaceId: WorkspaceId, fileId: string, conversationId?: ConversationId): Promise<StoredMediaFile | null> {
    return this.files.find(workspaceId, fileId, conversationId);
  }

  open(file: StoredMediaFile, range?: ByteRange): Promise<Readable | null> {
    return this.objects.get(file.key, range);
  }

  /** Files of the message but for those. */
  async removeOthers(workspaceId: WorkspaceId, messageId: string, kept: ReadonlySet<string>): Promise<void> {
    const files = await this.files.ofMessage(workspaceId, messageId);
    await this.remove(
      workspaceId,
      files.filter(({ _id }) => !kept.has(_id)),
    );
  }

  /** At most `limit`, the oldest first; returns how many. */
  async removeOlder(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    if (!this.isSet) return 0;
    const files = await this.files.older(workspaceId, before, limit);
    await this.remove(workspaceId, files);
    return files.length;
  }

  /** Whatever lies there of these conversations, or of the whole workspace, with or without a row. */
  async removeAll(workspaceId: WorkspaceId, conversationIds?: readonly ConversationId[]): Promise<void> {
    if (conversationIds === undefined) return this.objects.removeAll(workspaceId);
    for (const conversationId of conversationIds) await this.objects.removeAll(workspaceId, conversationId);
  }

  private async remove(workspaceId: WorkspaceId, files: readonly { _id: string; key: string }[]): Promise<void> {
    if (!this.isSet) return;
    for (const { key } of files) await this.objects.remove(key);
    await this.files.forget(
      workspaceId,
      files.map(({ _id }) => _id),
    );
  }
}
