import { Injectable } from '@nestjs/common';
import { conversationNotFound, ConversationsFacade } from '../../conversations';
import { authorOf, Clock, type ConversationId, DomainError, type RequestContext, stableId } from '../../shared/kernel';
import { ObjectTooLarge } from '../../shared/providers/storage';
import { type MediaKind, type SendableMedia, sendableAs } from '../domain/media-format';
import { sniff } from './file-type';
import { type KeptFile, MediaStore } from './media-store.service';

export interface Upload {
  file: AsyncIterable<Uint8Array>;
  /** Absent: whatever it is taken for. */
  kind?: MediaKind;
  /** The same again replaces the file. */
  operationId: string;
}

export type UploadedMedia = KeptFile & { kind: MediaKind };

/** Files that members want to send. */
@Injectable()
export class MediaUploads {
  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly store: MediaStore,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONVERSATION.NOT_FOUND, MEDIA.STORAGE_UNSET, MEDIA.TYPE, MEDIA.TOO_LARGE. */
  async take(
    context: RequestContext,
    conversationId: ConversationId,
    { file, kind, operationId }: Upload,
  ): Promise<UploadedMedia> {
    const { workspaceId } = context;
    if (!this.store.isSet)
      throw new DomainError('MEDIA.STORAGE_UNSET', 'conflict', 'This installation keeps no files: send an address.');
    const { names, body } = await sniff(file);
    // Not before the first bytes, which may take a while: an erasure counts on it.
    const accountId = await this.conversations.accountOf(workspaceId, conversationId);
    if (accountId === null) throw conversationNotFound();
    const media = sendableAs(names, kind);
    if (media === null) throw new DomainError('MEDIA.TYPE', 'invalid', 'Instagram does not take files of this kind.');
    const { userId: uploadedBy } = authorOf(context);
    const id = stableId('upload', workspaceId, conversationId, operationId);
    const author = uploadedBy === undefined ? {} : { uploadedBy };
    const place = { id, workspaceId, conversationId, accountId, kind: media.kind, ...author, at: this.clock.now() };
    const kept = await this.store
      .keep(place, media.contentType, body, media.maxBytes)
      .catch((error: unknown) => rethrowTooLarge(error, media));
    return { ...kept, kind: media.kind };
  }
}

function rethrowTooLarge(error: unknown, { kind, maxBytes }: SendableMedia): never {
  if (!(error instanceof ObjectTooLarge)) throw error;
  const message = `Instagram takes ${kind} files of at most ${maxBytes / 1_000_000} MB.`;
  throw new DomainError('MEDIA.TOO_LARGE', 'invalid', message, { cause: error });
}
