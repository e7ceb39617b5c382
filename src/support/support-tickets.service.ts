import { Injectable } from '@nestjs/common';
import { type SupportStub, SupportStubs, type TaskOfStub } from '../crm';
import { AuditedChanges } from '../shared/database';
import {
  authorOf,
  type CursorPosition,
  decodeCursor,
  knownFields,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
  type UserId,
} from '../shared/kernel';
import type { TicketWishes } from './domain/new-ticket';
import type { SupportTicket, TicketCategory, TicketComment, TicketSeverity, TicketStatus } from './domain/ticket';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { ticketNotFound, ticketsOfNobody } from './support.errors';
import { TicketChanges } from './ticket-changes.service';
import { TicketDrafts, type TicketPlaceWishes } from './ticket-drafts.service';

export interface TicketsQuery {
  limit: number;
  cursor?: string;
  status?: TicketStatus;
  category?: TicketCategory;
  severity?: TicketSeverity;
  /** Only the caller's own. */
  mine?: boolean;
  /** Words, or beginnings of words, that it must hold. */
  q?: string;
}

const positionOf = ({ createdAt, id }: SupportTicket): CursorPosition => ({ at: createdAt, id });

/** Support tickets as the workspace that they are of sees them. */
@Injectable()
export class SupportTickets {
  constructor(
    private readonly tickets: SupportTicketsRepository,
    private readonly drafts: TicketDrafts,
    private readonly stubs: SupportStubs,
    private readonly ticketChanges: TicketChanges,
    private readonly changes: AuditedChanges,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(context: RequestContext, query: TicketsQuery): Promise<Page<SupportTicket>> {
    const { limit, cursor, status, category, severity, mine, q } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = {
      ...(status === undefined ? {} : { status }),
      ...(category === undefined ? {} : { category }),
      ...(severity === undefined ? {} : { severity }),
      ...(mine === true ? { userId: personOf(context) } : {}),
      terms: q === undefined ? [] : queryTermsOf(q),
    };
    return pageOf(await this.tickets.list(context.workspaceId, filter, limit + 1, after), limit, positionOf);
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, ticketId: string): Promise<SupportTicket> {
    const ticket = await this.tickets.find(workspaceId, ticketId);
    if (ticket === null) throw ticketNotFound();
    return ticket;
  }

  /** @throws DomainError SUPPORT_TICKET.INVALID. */
  async open(context: RequestContext, wishes: TicketWishes & TicketPlaceWishes): Promise<SupportTicket> {
    const { accountId, conversationId, ...words } = wishes;
    const place = await this.drafts.placeOf(context.workspaceId, knownFields({ accountId, conversationId }));
    const ticket = this.drafts.draft(context, await this.drafts.nextNumber(), words, place);
    await this.changes.run(context, (record) => this.ticketChanges.open(context, record, ticket));
    return ticket;
  }

  /**
   * The ticket that a request of a conversation was turned into; it is opened the first time.
   * @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED, CRM.CONTENDED, SUPPORT_TICKET.INVALID.
   */
  async ofStub(context: RequestContext, stubId: string, wishes: Partial<TicketWishes>): Promise<SupportTicket> {
    const number = await this.drafts.nextNumber();
    return this.stubs.toTicket(context, stubId, {
      find: (id) => this.tickets.find(context.workspaceId, id),
      make: async (stub) => {
        const place = await this.drafts.placeOfStub(context.workspaceId, stub);
        const ticket = this.drafts.draft(context, number, { ...wordsOf(stub), ...knownFields(wishes) }, place);
        await this.changes.run(context, (record) => this.ticketChanges.open(context, record, ticket));
        return ticket;
      },
    });
  }

  /**
   * The task that a request of a conversation was turned into; it is created the first time.
   * @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED, CRM.CONTENDED, CRM_TASK.INVALID, CONTACT.NOT_FOUND.
   */
  taskOfStub(context: RequestContext, stubId: string, wishes: TaskOfStub): Promise<{ id: string }> {
    return this.stubs.toTask(context, stubId, wishes);
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .STATUS, .TOO_OLD, .CONTENDED. */
  move(context: RequestContext, ticketId: string, to: TicketStatus): Promise<SupportTicket> {
    const load = () => this.tickets.find(context.workspaceId, ticketId);
    return this.ticketChanges.move(context, load, to, 'user');
  }

  /** Opens a resolved ticket again. @throws DomainError SUPPORT_TICKET.NOT_FOUND, .INVALID, .CLOSED, .CONTENDED. */
  comment(context: RequestContext, ticketId: string, text: string): Promise<TicketComment> {
    const load = () => this.tickets.find(context.workspaceId, ticketId);
    return this.ticketChanges.comment(context, load, { text, side: 'user' });
  }
}

function personOf(context: RequestContext): UserId {
  const { userId } = authorOf(context);
  if (userId === undefined) throw ticketsOfNobody();
  return userId;
}

/** What the ticket says where nobody says anything else. */
function wordsOf({ summary, orderId }: SupportStub): TicketWishes {
  const lines = [summary, orderId === undefined ? undefined : `Order: ${orderId}`].filter((line) => line);
  return {
    subject: 'A request for support in a conversation',
    description: lines.length === 0 ? 'See the conversation.' : lines.join('\n'),
    category: 'question',
  };
}
