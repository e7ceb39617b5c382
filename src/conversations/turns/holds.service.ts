import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, newId, type WorkspaceId } from '../../shared/kernel';
import { conversationChanged } from '../domain/conversation-event';
import { HoldNotices } from './hold-notices.service';
import { ConversationsRepository, type WhichHolds } from '../repositories/conversations.repository';
import type { ConversationState, Hold } from '../schemas/conversation.schema';

/** How holds begin and end beside turns: in the transaction around it, if there is one, and with whoever is to be told. */
@Injectable()
export class Holds {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly notices: HoldNotices,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** In place of any other. Null: no such conversation. */
  begin(workspaceId: WorkspaceId, conversationId: ConversationId, hold: Hold): Promise<ConversationState | null> {
    return this.changed(() => this.conversations.hold(workspaceId, conversationId, hold), true);
  }

  /** Null also when one lasts as long already. */
  beginAtLeast(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    hold: Hold,
  ): Promise<ConversationState | null> {
    return this.changed(() => this.conversations.holdAtLeast(workspaceId, conversationId, hold), true);
  }

  /** Null: there was none of these to end. */
  end(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { which = {}, announced = true }: { which?: WhichHolds; announced?: boolean } = {},
  ): Promise<ConversationState | null> {
    return this.changed(() => this.conversations.endHold(workspaceId, conversationId, which), announced);
  }

  /** Lets the turn notice; rejects when it is not sure to. The same `id` again is the same notice. */
  async notice(workspaceId: WorkspaceId, conversationId: ConversationId, id: string): Promise<void> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation !== null) await this.notices.ensure(conversation, id);
  }

  private changed(
    change: () => Promise<ConversationState | null>,
    announced: boolean,
  ): Promise<ConversationState | null> {
    return this.transactions.run(async () => {
      const conversation = await change();
      if (conversation === null) return null;
      const at = this.clock.now();
      await this.events.record(conversationChanged(conversation, ['hold'], { id: newId(at), at }));
      if (announced) this.transactions.afterCommit(() => void this.notices.announce(conversation));
      return conversation;
    });
  }
}
