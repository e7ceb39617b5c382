import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, newId, type RequestContext } from '../../shared/kernel';
import { conversationNotFound } from '../conversations.errors';
import { type ConversationAspect, conversationChanged } from '../domain/conversation-event';
import type { ConversationState } from '../schemas/conversation.schema';

export interface DeskAct {
  /** For the audit trail. */
  action: string;
  changed: readonly ConversationAspect[];
  details?: Record<string, string>;
}

/** How a member changes a conversation: the change, its audit entry and what is told of it, all or nothing. */
@Injectable()
export class DeskActs {
  constructor(
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** `change` gives null when there is no such conversation. @throws DomainError CONVERSATION.NOT_FOUND */
  async run(
    context: RequestContext,
    conversationId: ConversationId,
    { action, changed, details }: DeskAct,
    change: () => Promise<ConversationState | null>,
  ): Promise<ConversationState> {
    return this.changes.run(context, async (record) => {
      const conversation = await change();
      if (conversation === null) throw conversationNotFound();
      const { workspaceId } = context;
      const about = details === undefined ? {} : { details };
      await record({ action, workspaceId, target: conversationId, ...about });
      const at = this.clock.now();
      await this.events.record(conversationChanged(conversation, changed, { id: newId(at), at }));
      return conversation;
    });
  }
}
