import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../conversations';
import type { SupportStub } from '../crm';
import { InstagramFacade } from '../instagram';
import {
  type AccountId,
  authorOf,
  Clock,
  type ConversationId,
  newId,
  type RequestContext,
  type WorkspaceId,
} from '../shared/kernel';
import { newTicket, type TicketWishes } from './domain/new-ticket';
import type { SupportTicket, TicketSource } from './domain/ticket';
import { SupportQueueRepository } from './repositories/support-queue.repository';
import { ticketInvalid } from './support.errors';
import { TicketPolicies } from './ticket-policies.service';

/** Where a member was when they opened a ticket, as they say. */
export interface TicketPlaceWishes {
  accountId?: string;
  conversationId?: string;
}

/** Where it is about, as the workspace has it. */
export interface TicketPlace {
  accountId?: AccountId;
  source?: TicketSource;
}

/** New tickets, before they are stored. */
@Injectable()
export class TicketDrafts {
  constructor(
    private readonly queue: SupportQueueRepository,
    private readonly conversations: ConversationsFacade,
    private readonly instagram: InstagramFacade,
    private readonly policies: TicketPolicies,
    private readonly clock: Clock,
  ) {}

  /** Taken outside of transactions, which would hold up everybody else's. */
  nextNumber(): Promise<number> {
    return this.queue.nextNumber();
  }

  /** @throws DomainError SUPPORT_TICKET.INVALID. */
  draft(context: RequestContext, number: number, wishes: TicketWishes, place: TicketPlace): SupportTicket {
    const at = this.clock.now();
    const { workspaceId } = context;
    const placed = { id: newId(at), number, workspaceId, ...authorOf(context), ...place };
    const ticket = newTicket(placed, wishes, at, this.policies.policy);
    if (!ticket.ok) throw ticketInvalid(ticket.problems);
    return ticket.value;
  }

  /** @throws DomainError SUPPORT_TICKET.INVALID where the workspace has no such account or conversation. */
  async placeOf(workspaceId: WorkspaceId, { accountId, conversationId }: TicketPlaceWishes): Promise<TicketPlace> {
    if (conversationId !== undefined) {
      const place = await this.placeOfConversation(workspaceId, conversationId as ConversationId);
      if (accountId !== undefined && accountId !== place.accountId)
        throw ticketInvalid([{ field: 'accountId', rule: 'must be the account of the conversation' }]);
      return place;
    }
    if (accountId === undefined) return {};
    if (!(await this.instagram.hasAccount(workspaceId, accountId as AccountId)))
      throw ticketInvalid([{ field: 'accountId', rule: 'must be a connected account of the workspace' }]);
    return { accountId: accountId as AccountId };
  }

  /** Of what somebody asked for in a conversation. */
  async placeOfStub(workspaceId: WorkspaceId, stub: SupportStub): Promise<TicketPlace> {
    const { id: outcomeId, contactId, conversationId } = stub;
    const accountId = await this.conversations.accountOf(workspaceId, conversationId);
    return { ...(accountId === null ? {} : { accountId }), source: { outcomeId, contactId, conversationId } };
  }

  private async placeOfConversation(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<TicketPlace> {
    const known = await this.conversations.partiesOf(workspaceId, conversationId);
    if (known === null) throw ticketInvalid([{ field: 'conversationId', rule: 'must be one of the workspace' }]);
    const { accountId, contactId } = known;
    return { accountId, source: { conversationId, ...(contactId === null ? {} : { contactId }) } };
  }
}
