import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  Clock,
  type ContactId,
  type ConversationId,
  type CursorPosition,
  newId,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { conversationNotFound } from './conversations.errors';
import { isHeld } from './domain/silence';
import type { ShownMessage } from './domain/shown-message';
import type { JsonObject, LaneCommand } from './domain/turn';
import { Holds } from './turns/holds.service';
import { LaneEvents } from './receiving/lane-events.service';
import { InboxRepository } from './repositories/inbox.repository';
import { ConversationsRepository, type WhichHolds } from './repositories/conversations.repository';
import { ShownMessages } from './messages/shown-messages.service';

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
    private readonly shown: ShownMessages,
    private readonly events: LaneEvents,
    private readonly holds: Holds,
    private readonly clock: Clock,
  ) {}

  /** When the oldest event arrived that nobody has worked off yet; null when there is none. Of all workspaces. */
  oldestPendingAt(): Promise<Date | null> {
    return this.inbox.oldestPending();
  }

  /**
   * Ends a hold of these, or any; in the transaction around it, if there is one. False when there was none to end. Its turn
   * learns of it by an order, or by `noticeHold`, once it is committed.
   */
  async endHold(workspaceId: WorkspaceId, conversationId: ConversationId, which: WhichHolds): Promise<boolean> {
    return (await this.holds.end(workspaceId, conversationId, { which, announced: false })) !== null;
  }

  /** Lets the turn notice that a hold has begun or ended; rejects when it is not sure to. The same `id` again is the same. */
  noticeHold(workspaceId: WorkspaceId, conversationId: ConversationId, id: string): Promise<void> {
    return this.holds.notice(workspaceId, conversationId, id);
  }

  /**
   * Keeps the bot silent from this moment, in the transaction around it, if there is one; a hold that lasts longer already
   * stays. `sourceId`: under which `endHold` ends it.
   */
  async hold(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { minutes, ...hold }: { minutes: number; reason: string; sourceId: string; userId?: UserId },
  ): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + minutes * 60_000);
    await this.holds.beginAtLeast(workspaceId, conversationId, { id: newId(now), until, ...hold });
  }

  /** Conversations of an account, by id; those after `after`. */
  ofAccount(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    limit: number,
    after: ConversationId | null,
  ): Promise<{ conversationId: ConversationId; participantId: string }[]> {
    return this.conversations.listByAccount(workspaceId, accountId, limit, after);
  }

  async exists(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<boolean> {
    return this.conversations.exists(workspaceId, conversationId);
  }

  /** Of which account it is; null when there is no such conversation. */
  async accountOf(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<AccountId | null> {
    return (await this.conversations.find(workspaceId, conversationId))?.accountId ?? null;
  }

  /** Of which account it is, and of which contact, where one is known; null when there is no such conversation. */
  async partiesOf(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
  ): Promise<{ accountId: AccountId; contactId: ContactId | null } | null> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return null;
    const { accountId, contactId } = conversation;
    return { accountId, contactId };
  }

  /** Null when there is no such conversation. */
  async standing(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<LaneStanding | null> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return null;
    return { state: conversation.state, held: isHeld(conversation.hold, this.clock.now()) };
  }

  /** Takes its turn like everything else that happens to the conversation. @throws DomainError CONVERSATION.NOT_FOUND */
  async order(workspaceId: WorkspaceId, conversationId: ConversationId, order: LaneOrder): Promise<void> {
    const { conversation, event } = await this.ordered(workspaceId, conversationId, order);
    await this.events.add(conversation, [event]);
  }

  /** As `order`, as part of the change under way: it is taken up once that is committed, and sure to be then. */
  async orderWithin(workspaceId: WorkspaceId, conversationId: ConversationId, order: LaneOrder): Promise<void> {
    const { conversation, event } = await this.ordered(workspaceId, conversationId, order);
    await this.events.addWithin(conversation, [event]);
  }

  /** Settled messages, newest first. @throws DomainError CONVERSATION.NOT_FOUND */
  async thread(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    page: { limit: number; before?: CursorPosition },
  ): Promise<ShownMessage[]> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    return this.shown.thread(conversation, page.limit, page.before);
  }

  /** Of these ids, those that are messages of the conversation, settled or on their way. */
  async messagesOf(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    ids: readonly string[],
  ): Promise<ShownMessage[]> {
    if (ids.length === 0) return [];
    const conversation = await this.conversations.find(workspaceId, conversationId);
    return conversation === null ? [] : this.shown.byIds(conversation, ids);
  }

  private async ordered(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    { id, command, data, correlationId }: LaneOrder,
  ) {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    const payload = { kind: 'command' as const, command, data };
    return { conversation, event: { id, payload, at: this.clock.now(), correlationId } };
  }
}
