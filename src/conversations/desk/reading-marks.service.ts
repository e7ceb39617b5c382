import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, newId, type RequestContext } from '../../shared/kernel';
import { conversationNotFound } from '../conversations.errors';
import { conversationChanged } from '../domain/conversation-event';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationState } from '../schemas/conversation.schema';

/** What members have read. Not audited, and told at once: it happens with every look at a conversation. */
@Injectable()
export class ReadingMarks {
  constructor(
    private readonly rows: DeskRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONVERSATION.NOT_FOUND */
  async set({ workspaceId }: RequestContext, id: ConversationId, isUnread: boolean): Promise<ConversationState> {
    const change = isUnread ? { unread: 1, isUnread } : { unread: 0, isUnread };
    const only = isUnread ? { isUnread: false } : {};
    const marked = await this.rows.change(workspaceId, id, change, only);
    const conversation = marked ?? (await this.rows.find(workspaceId, id));
    if (conversation === null) throw conversationNotFound();
    const at = this.clock.now();
    if (marked !== null) await this.events.publish([conversationChanged(marked, ['unread'], { id: newId(at), at })]);
    return conversation;
  }
}
