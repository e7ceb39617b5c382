import { Injectable } from '@nestjs/common';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { FileAnswer } from '../../shared/http';
import { partOf } from '../domain/byte-range';
import { dispositionOf, fileNameOf } from '../domain/media-format';
import type { StoredMediaFile } from '../repositories/media-files.repository';
import { MediaLinks, mediaNotFound } from './media-links.service';
import { MediaStore } from './media-store.service';

/** Files for those who may see them. */
@Injectable()
export class MediaReading {
  constructor(
    private readonly store: MediaStore,
    private readonly links: MediaLinks,
  ) {}

  /** @throws DomainError MEDIA.NOT_FOUND. */
  async ofConversation(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    fileId: string,
    range: string | undefined,
  ): Promise<FileAnswer | null> {
    return this.answer(await this.store.find(workspaceId, fileId, conversationId), range);
  }

  /** @throws DomainError MEDIA.NOT_FOUND, whatever is wrong with the link. */
  async byLink(workspaceId: WorkspaceId, fileId: string, proof: string, range: string | undefined) {
    return this.answer(await this.links.open(workspaceId, fileId, proof), range);
  }

  /** Null: the part that is asked for is not there. */
  private async answer(file: StoredMediaFile | null, range: string | undefined): Promise<FileAnswer | null> {
    if (file === null || !this.store.isSet) throw mediaNotFound();
    const part = partOf(range, file.bytes);
    if (part === 'none') return null;
    const stream = await this.store.open(file, part === 'whole' ? undefined : part);
    if (stream === null) throw mediaNotFound();
    return {
      stream,
      contentType: file.contentType,
      fileName: fileNameOf(file._id, file.contentType),
      disposition: dispositionOf(file.contentType),
      bytes: file.bytes,
      ...(part === 'whole' ? {} : { part }),
    };
  }
}
