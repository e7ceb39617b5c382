import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContactMirror,
  type ContactMove,
  ContactReferences,
  type TimelineEntry,
  type TimelineKind,
  TimelineSource,
  type TimelineSubject,
} from '../crm';
import {
  Contributions,
  type ConversationId,
  type CursorPosition,
  type ContactId,
  type WorkspaceId,
} from '../shared/kernel';
import type { SupportTicket } from './domain/ticket';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { TicketCommentsRepository } from './repositories/ticket-comments.repository';

/** Tickets that requests of contacts became, as contacts know them. */
@Injectable()
export class SupportTimeline extends TimelineSource implements OnModuleInit {
  readonly kinds = ['ticket'] as const;

  constructor(
    private readonly tickets: SupportTicketsRepository,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TimelineSource, this);
  }

  override async list(
    { workspaceId, contactId }: TimelineSubject,
    _kind: TimelineKind,
    limit: number,
    after?: CursorPosition,
  ): Promise<readonly TimelineEntry[]> {
    return (await this.tickets.listOfContact(workspaceId, contactId, limit, after)).map(entryOf);
  }
}

/** When contacts are merged, tickets follow their conversations. */
@Injectable()
export class SupportContactReferences extends ContactReferences implements OnModuleInit {
  constructor(
    private readonly tickets: SupportTicketsRepository,
    private readonly comments: TicketCommentsRepository,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ContactReferences, this);
  }

  /** A ticket shows nothing of the contact but its id. */
  override async mirror(): Promise<void> {}

  override claim(conversationIds: readonly ConversationId[], { workspaceId, contactId }: ContactMirror): Promise<void> {
    return this.move(workspaceId, conversationIds, contactId);
  }

  override follow({ workspaceId, conversationIds, to }: ContactMove): Promise<void> {
    return this.move(workspaceId, conversationIds, to);
  }

  override goBack({ workspaceId, conversationIds, to }: ContactMove): Promise<void> {
    return this.move(workspaceId, conversationIds, to);
  }

  private async move(workspaceId: WorkspaceId, conversationIds: readonly ConversationId[], to: ContactId) {
    if (conversationIds.length === 0) return;
    const ids = await this.tickets.moveContact(workspaceId, conversationIds, to);
    if (ids.length > 0) await this.comments.moveContact(workspaceId, ids, to);
  }
}

const entryOf = ({ id, createdAt, number, subject, status, source }: SupportTicket): TimelineEntry => ({
  kind: 'ticket',
  id,
  at: createdAt,
  ...(source === undefined ? {} : { conversationId: source.conversationId }),
  data: { number, subject, status },
});
