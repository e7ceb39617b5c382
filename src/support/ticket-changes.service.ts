import { Injectable } from '@nestjs/common';
import { AuditedChanges, type RecordChange } from '../shared/database';
import { authorOf, type Caller, Clock, newId } from '../shared/kernel';
import { commentTextOf } from './domain/new-ticket';
import { commentedTicket, movedTicket, problemOfMove } from './domain/ticket-moves';
import type { SupportTicket, TicketComment, TicketSide, TicketStatus } from './domain/ticket';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { TicketCommentsRepository } from './repositories/ticket-comments.repository';
import {
  ticketClosed,
  ticketContended,
  ticketInvalid,
  ticketNotFound,
  ticketStatusConflict,
  ticketTooOld,
} from './support.errors';
import { TicketNews } from './ticket-news';
import { TicketPolicies } from './ticket-policies.service';

/** Null: there is no such ticket, for whoever asks. */
export type LoadTicket = () => Promise<SupportTicket | null>;

export interface NewComment {
  text: string;
  side: TicketSide;
  internal?: boolean;
  /** Where the ticket goes with it. */
  status?: TicketStatus;
}

/** The ways in which tickets change, whoever changes them: decided on the state that is replaced, and told of with it. */
@Injectable()
export class TicketChanges {
  constructor(
    private readonly tickets: SupportTicketsRepository,
    private readonly comments: TicketCommentsRepository,
    private readonly news: TicketNews,
    private readonly changes: AuditedChanges,
    private readonly policies: TicketPolicies,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .STATUS, .TOO_OLD, .CONTENDED. */
  async move(caller: Caller, load: LoadTicket, to: TicketStatus, side: TicketSide): Promise<SupportTicket> {
    return this.changes.run(caller, async (record) => {
      const ticket = this.moved(caller, await this.loaded(load), to, side);
      await this.save(ticket.before, ticket.after);
      await this.news.tell(caller, record, { ticket: ticket.after, change: `became-${dashed(to)}`, side });
      return ticket.after;
    });
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .INVALID, .CLOSED, .STATUS, .CONTENDED. */
  async comment(caller: Caller, load: LoadTicket, wanted: NewComment): Promise<TicketComment> {
    const text = commentTextOf(wanted.text);
    if (!text.ok) throw ticketInvalid([{ field: 'text', rule: text.rule }]);
    const { side, internal = false } = wanted;
    return this.changes.run(caller, async (record) => {
      const before = await this.loaded(load);
      const comment = this.commentOn(caller, before, { text: text.value, side, internal });
      const after = internal ? before : this.afterComment(caller, before, wanted);
      await this.comments.insert(comment);
      if (!internal) await this.save(before, after);
      const change = internal ? 'noted' : 'commented';
      await this.news.tell(caller, record, { ticket: after, change, side, comment, internal });
      return comment;
    });
  }

  /** Whatever else of it changes; `next` is given the ticket as it is. @throws DomainError SUPPORT_TICKET.NOT_FOUND, .CONTENDED. */
  async change(
    caller: Caller,
    load: LoadTicket,
    next: (ticket: SupportTicket, at: Date) => SupportTicket,
    story: { change: string; side: TicketSide; internal: boolean },
  ): Promise<SupportTicket> {
    return this.changes.run(caller, async (record) => {
      const before = await this.loaded(load);
      const at = this.clock.now();
      const after = { ...next(before, at), revision: before.revision + 1, updatedAt: at };
      await this.save(before, after);
      await this.news.tell(caller, record, { ticket: after, ...story, silent: true });
      return after;
    });
  }

  /** Part of the transaction around it. */
  async open(caller: Caller, record: RecordChange, ticket: SupportTicket): Promise<void> {
    await this.tickets.insert(ticket);
    await this.news.tell(caller, record, { ticket, change: 'opened', side: 'user' });
  }

  private afterComment(caller: Caller, before: SupportTicket, { side, status }: NewComment): SupportTicket {
    const by = { side, at: this.clock.now(), ...authorOf(caller) };
    const commented = commentedTicket(before, by, this.policies.policy);
    if (commented === null) throw ticketClosed();
    if (status === undefined || status === commented.status) return commented;
    const { after } = this.moved(caller, commented, status, side);
    return { ...after, revision: commented.revision };
  }

  private moved(caller: Caller, before: SupportTicket, to: TicketStatus, side: TicketSide) {
    const at = this.clock.now();
    const problem = problemOfMove(before, to, side, at);
    if (problem === 'too-late') throw ticketTooOld();
    if (problem === 'status') throw ticketStatusConflict();
    return { before, after: movedTicket(before, to, { side, at, ...authorOf(caller) }, this.policies.policy) };
  }

  private commentOn(
    caller: Caller,
    { id: ticketId, workspaceId, source }: SupportTicket,
    said: Pick<TicketComment, 'text' | 'side' | 'internal'>,
  ): TicketComment {
    const createdAt = this.clock.now();
    const { userId } = authorOf(caller);
    const author = userId === undefined ? {} : { authorId: userId };
    const contact = source?.contactId === undefined ? {} : { contactId: source.contactId };
    return { id: newId(createdAt), workspaceId, ticketId, ...contact, ...said, ...author, createdAt };
  }

  private async loaded(load: LoadTicket): Promise<SupportTicket> {
    const ticket = await load();
    if (ticket === null) throw ticketNotFound();
    return ticket;
  }

  private async save(before: SupportTicket, after: SupportTicket): Promise<void> {
    if (!(await this.tickets.replace(before, after))) throw ticketContended();
  }
}

const dashed = (status: TicketStatus): string => status.replaceAll('_', '-');
