import { Injectable } from '@nestjs/common';
import { type SupportStub, SupportStubs, type TaskOfStub } from '../crm';
import { AuditedChanges } from '../shared/database';
import {
  authorOf,
  Clock,
  type CursorPosition,
  decodeCursor,
  knownFields,
  newId,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
  type UserId,
} from '../shared/kernel';
import { newTicket, type TicketWishes } from './domain/new-ticket';
import type { SupportTicket, TicketCategory, TicketComment, TicketSeverity, TicketStatus } from './domain/ticket';
import { SupportQueueRepository } from './repositories/support-queue.repository';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { ticketInvalid, ticketNotFound, ticketsOfNobody } from './support.errors';
import { TicketChanges } from './ticket-changes.service';

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
    private readonly queue: SupportQueueRepository,
    private readonly stubs: SupportStubs,
    private readonly ticketChanges: TicketChanges,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
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
  async open(context: RequestContext, wishes: TicketWishes): Promise<SupportTicket> {
    const ticket = await this.drafted(context, wishes);
    await this.changes.run(context, (record) => this.ticketChanges.open(context, record, ticket));
    return ticket;
  }

  /**
   * The ticket that a request of a conversation was turned into; it is opened the first time.
   * @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED, CRM.CONTENDED, SUPPORT_TICKET.INVALID.
   */
  async ofStub(context: RequestContext, stubId: string, wishes: Partial<TicketWishes>): Promise<SupportTicket> {
    // Numbers are taken outside the transaction, which would hold up everybody else's.
    const number = await this.queue.nextNumber();
    return this.stubs.toTicket(context, stubId, {
      find: (id) => this.tickets.find(context.workspaceId, id),
      make: async (stub) => {
        const ticket = this.decided(context, number, { ...wordsOf(stub), ...knownFields(wishes) }, stub);
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

  private async drafted(context: RequestContext, wishes: TicketWishes): Promise<SupportTicket> {
    return this.decided(context, await this.queue.nextNumber(), wishes);
  }

  private decided(context: RequestContext, number: number, wishes: TicketWishes, stub?: SupportStub): SupportTicket {
    const at = this.clock.now();
    const { workspaceId } = context;
    const source = stub === undefined ? {} : { source: sourceOf(stub) };
    const placed = { id: newId(at), number, workspaceId, ...authorOf(context), ...source };
    const ticket = newTicket(placed, wishes, at);
    if (!ticket.ok) throw ticketInvalid(ticket.problems);
    return ticket.value;
  }
}

function personOf(context: RequestContext): UserId {
  const { userId } = authorOf(context);
  if (userId === undefined) throw ticketsOfNobody();
  return userId;
}

const sourceOf = ({ id: outcomeId, contactId, conversationId }: SupportStub) => ({
  outcomeId,
  contactId,
  conversationId,
});

/** What the ticket says where nobody says anything else. */
function wordsOf({ summary, orderId }: SupportStub): TicketWishes {
  const lines = [summary, orderId === undefined ? undefined : `Order: ${orderId}`].filter((line) => line);
  return {
    subject: 'A request for support in a conversation',
    description: lines.length === 0 ? 'See the conversation.' : lines.join('\n'),
    category: 'question',
  };
}
