import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, type WorkspaceId } from '../../shared/kernel';
import { ErasedLanes } from '../receiving/erased-lanes.service';
import { type DueMedia, type MediaOutcome, MessageMediaRepository } from '../repositories/message-media.repository';

export type { AttachmentChange, DueMedia } from '../repositories/message-media.repository';

/** What the channel that copies files of messages asks of them. */
@Injectable()
export class MessageMedia {
  constructor(
    private readonly rows: MessageMediaRepository,
    private readonly erased: ErasedLanes,
    private readonly clock: Clock,
  ) {}

  /** Messages whose files are to be copied, or removed since they were unsent. Of all workspaces. */
  due(limit: number): Promise<DueMedia[]> {
    return this.rows.due(this.clock.now(), limit);
  }

  /** The message is the caller's until then; false when it is not. */
  take(message: DueMedia, until: Date): Promise<boolean> {
    return this.rows.take(message, until);
  }

  /** False, with nothing written, when the message has changed since it was taken. */
  settle(message: Pick<DueMedia, 'workspaceId' | 'messageId'>, until: Date, result: MediaOutcome): Promise<boolean> {
    return this.rows.settle(message, until, result);
  }

  /** Whether the conversation is being erased, or was after that time: nothing of it may be kept. */
  async isErased(workspaceId: WorkspaceId, conversationId: ConversationId, at: Date): Promise<boolean> {
    await this.erased.confirm();
    return this.erased.covers({ workspaceId, conversationId }, at);
  }
}
