import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ContactId, ConversationId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { SupportTicket, TicketCategory, TicketSeverity, TicketStatus } from '../domain/ticket';
import { SUPPORT_TICKETS, type SupportTicketRow } from '../schemas/support-ticket.schema';
import { toRow, toTicket, withTerms } from './support-ticket-rows';

export interface TicketFilter {
  status?: TicketStatus;
  category?: TicketCategory;
  severity?: TicketSeverity;
  userId?: UserId;
  /** All of these it must have. */
  terms: readonly string[];
}

/** Tickets of one workspace. */
@Injectable()
export class SupportTicketsRepository {
  constructor(@InjectModel(SUPPORT_TICKETS) private readonly tickets: Model<SupportTicketRow>) {}

  async insert(ticket: SupportTicket): Promise<void> {
    await this.tickets.insertOne(toRow(ticket));
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<SupportTicket | null> {
    const row = await this.tickets.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toTicket(row);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(
    workspaceId: WorkspaceId,
    { terms, ...filter }: TicketFilter,
    limit: number,
    after?: CursorPosition,
  ): Promise<SupportTicket[]> {
    const rows = await this.tickets
      .find({ workspaceId, ...filter, ...withTerms(terms), ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toTicket);
  }

  /** Those that were made from requests of a contact, newest first. */
  async listOfContact(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    limit: number,
    after?: CursorPosition,
  ): Promise<SupportTicket[]> {
    const rows = await this.tickets
      .find({ workspaceId, contactId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toTicket);
  }

  /** Ids of the tickets of these contacts. */
  async idsOfContacts(workspaceId: WorkspaceId, contactIds: readonly ContactId[]): Promise<string[]> {
    const rows = await this.tickets.find({ workspaceId, contactId: { $in: contactIds } }, { _id: 1 }).lean();
    return rows.map(({ _id }) => _id);
  }

  /** Replaces `before` by `after`; false when somebody changed it since. */
  async replace(before: SupportTicket, after: SupportTicket): Promise<boolean> {
    const { id, workspaceId, revision } = before;
    const { matchedCount } = await this.tickets.replaceOne({ _id: id, workspaceId, revision }, toRow(after));
    return matchedCount === 1;
  }

  /** Tickets of these conversations are about `to` now. */
  async moveContact(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
    to: ContactId,
  ): Promise<string[]> {
    const filter = { workspaceId, conversationId: { $in: conversationIds } };
    const rows = await this.tickets.find(filter, { _id: 1 }).lean();
    const ids = rows.map(({ _id }) => _id);
    const update = { $set: { contactId: to }, $inc: { revision: 1 } };
    if (ids.length > 0) await this.tickets.updateMany({ workspaceId, _id: { $in: ids } }, update);
    return ids;
  }
}
