import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, newId, type RequestContext } from '../../shared/kernel';
import { conversationNotFound } from '../conversations.errors';
import { conversationChanged } from '../domain/conversation-event';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationState } from '../schemas/conversation.schema';

/** What members have read. Not audited: it happens with every look at a conversation, and most of them change nothing. */
@Injectable()
export class ReadingMarks {
  constructor(
    private readonly rows: DeskRepository,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONVERSATION.NOT_FOUND */
  async set({ workspaceId }: RequestContext, id: ConversationId, isUnread: boolean): Promise<ConversationState> {
    const conversation = await this.rows.find(workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    if (conversation.isUnread === isUnread) return conversation;
    return (await this.transactions.run(() => this.mark(conversation, isUnread))) ?? conversation;
  }

  /** Null when somebody else was quicker. */
  private async mark({ workspaceId, _id }: ConversationState, isUnread: boolean): Promise<ConversationState | null> {
    const change = { unread: isUnread ? 1 : 0, isUnread };
    const marked = await this.rows.change(workspaceId, _id, change, { isUnread: !isUnread });
    if (marked === null) return null;
    const at = this.clock.now();
    await this.events.record(conversationChanged(marked, ['unread'], { id: newId(at), at }));
    return marked;
  }
}
