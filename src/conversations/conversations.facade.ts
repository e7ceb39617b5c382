import { Injectable } from '@nestjs/common';
import type { ConversationId, UserId, WorkspaceId } from '../shared/kernel';
import { InboxRepository } from './repositories/inbox.repository';
import { ConversationsRepository } from './repositories/conversations.repository';

/** What higher domains may ask of conversations. */
@Injectable()
export class ConversationsFacade {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly inbox: InboxRepository,
  ) {}

  /** When the oldest event arrived that nobody has worked off yet; null when there is none. Of all workspaces. */
  oldestPendingAt(): Promise<Date | null> {
    return this.inbox.oldestPending();
  }

  /** Ends the hold that came from `sourceId`; any other hold stays. */
  async endHold(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    by: { sourceId?: string; userId?: UserId },
  ): Promise<void> {
    await this.conversations.endHold(workspaceId, conversationId, by.sourceId);
  }

  async exists(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return (await this.conversations.find(workspaceId, conversationId)) !== null;
  }
}
