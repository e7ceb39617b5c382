import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, type CursorPosition, type UserId, type WorkspaceId } from '../shared/kernel';
import { conversationNotFound } from './conversations.errors';
import { isHeld } from './domain/fold-turn';
import { pendingMessage, type ShownMessage, shownMessage } from './domain/shown-message';
import type { JsonObject, LaneCommand } from './domain/turn';
import { HoldNotices } from './hold-notices.service';
import { LaneEvents } from './lane-events.service';
import { InboxRepository } from './repositories/inbox.repository';
import { ConversationsRepository } from './repositories/conversations.repository';
import { MessagesRepository } from './repositories/messages.repository';

export interface LaneOrder {
  /** Unique for ever: the same order again changes nothing. */
  id: string;
  command: LaneCommand;
  /** For the TurnHandler. */
  data: JsonObject;
  correlationId: string;
}

/** What a conversation is at, for the domain that decides in it. */
export interface LaneStanding {
  state: JsonObject | null;
  held: boolean;
}

/** What higher domains may ask of conversations. */
@Injectable()
export class ConversationsFacade {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly inbox: InboxRepository,
    private readonly messages: MessagesRepository,
    private readonly events: LaneEvents,
    private readonly notices: HoldNotices,
    private readonly clock: Clock,
  ) {}

  /** When the oldest event arrived that nobody has worked off yet; null when there is none. Of all workspaces. */
  oldestPendingAt(): Promise<Date | null> {
    return this.inbox.oldestPending();
  }

  /** Ends the hold that came from `sourceId`, or any. Not within a transaction. False when there was none to end. */
  async endHold(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    by: { sourceId?: string; userId?: UserId },
  ): Promise<boolean> {
    const conversation = await this.conversations.endHold(workspaceId, conversationId, by.sourceId);
    if (conversation !== null) await this.notices.announce(conversation);
    return conversation !== null;
  }

  async exists(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return (await this.conversations.find(workspaceId, conversationId)) !== null;
  }

  /** Null when there is no such conversation. */
  async standing(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<LaneStanding | null> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return null;
    return { state: conversation.state, held: isHeld(conversation.hold, this.clock.now()) };
  }

  /** Takes its turn like everything else that happens to the conversation. @throws DomainError CONVERSATION.NOT_FOUND */
  async order(workspaceId: WorkspaceId, conversationId: ConversationId, order: LaneOrder): Promise<void> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const { id, command, data, correlationId } = order;
    const payload = { kind: 'command' as const, command, data };
    await this.events.add(conversation, [{ id, payload, at: this.clock.now(), correlationId }]);
  }

  /** Settled messages, newest first. @throws DomainError CONVERSATION.NOT_FOUND */
  async thread(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    page: { limit: number; before?: CursorPosition },
  ): Promise<ShownMessage[]> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const rows = await this.messages.listByConversation(workspaceId, conversationId, page.limit, page.before);
    return rows.map((row) => shownMessage(row, conversation.participantSeenAt));
  }

  /** Of these ids, those that are messages of the conversation, settled or on their way. */
  async messagesOf(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    ids: readonly string[],
  ): Promise<ShownMessage[]> {
    if (ids.length === 0) return [];
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return [];
    const rows = await this.messages.findAll(workspaceId, ids);
    const settled = new Set(rows.map(({ _id }) => _id));
    const onTheWay = conversation.outbox.filter(({ id }) => ids.includes(id) && !settled.has(id));
    return [
      ...rows
        .filter((row) => row.conversationId === conversationId)
        .map((row) => shownMessage(row, conversation.participantSeenAt)),
      ...onTheWay.map(pendingMessage),
    ];
  }
}
