import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { SupportTicket, TicketCategory, TicketSeverity, TicketStatus } from '../domain/ticket';
import { SUPPORT_COUNTERS, type SupportCounterRow } from '../schemas/support-counter.schema';
import { SUPPORT_TICKETS, type SupportTicketRow } from '../schemas/support-ticket.schema';
import { toRow, toTicket, withTerms } from './support-ticket-rows';

export interface QueueFilter {
  status?: TicketStatus;
  category?: TicketCategory;
  severity?: TicketSeverity;
  workspaceId?: WorkspaceId;
  /** Null: of nobody. */
  assigneeId?: UserId | null;
}

export interface QueuePage {
  limit: number;
  after?: CursorPosition | undefined;
}

/** Where the queue stands at this ticket. */
export const queuePosition = (ticket: SupportTicket): CursorPosition => ({
  at: toRow(ticket).queueOrder,
  id: ticket.id,
});

/** Tickets of all workspaces, for platform admins and for what happens by itself. */
@Injectable()
export class SupportQueueRepository {
  constructor(
    @InjectModel(SUPPORT_TICKETS) private readonly tickets: Model<SupportTicketRow>,
    @InjectModel(SUPPORT_COUNTERS) private readonly counters: Model<SupportCounterRow>,
  ) {}

  /** Never the same twice; what is not used leaves a gap. */
  async nextNumber(): Promise<number> {
    const counted = await this.counters
      .findOneAndUpdate({ _id: 'tickets' }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' })
      .lean();
    return counted.last;
  }

  async find(id: string): Promise<SupportTicket | null> {
    const row = await this.tickets.findOne({ _id: id }).lean();
    return row === null ? null : toTicket(row);
  }

  /** Most urgent first. `overdueAt`: only what was due before. */
  async listUrgent(
    filter: QueueFilter & { status: TicketStatus },
    { limit, after }: QueuePage,
    overdueAt?: Date,
  ): Promise<SupportTicket[]> {
    const queueOrder = {
      ...(after === undefined ? {} : { $gte: after.at }),
      ...(overdueAt === undefined ? {} : { $lt: overdueAt }),
    };
    const rows = await this.tickets
      .find({ ...filter, ...(Object.keys(queueOrder).length === 0 ? {} : { queueOrder }), ...behind(after) })
      .sort({ queueOrder: 1, _id: 1 })
      .limit(limit)
      .lean();
    return rows.map(toTicket);
  }

  /** Newest first, of any status unless one is named. Other filters than words look at what the index finds. */
  async listNewest(filter: QueueFilter, terms: readonly string[], { limit, after }: QueuePage) {
    const rows = await this.tickets
      .find({ ...filter, ...withTerms(terms), ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .hint(terms.length === 0 ? 'newest' : 'terms')
      .limit(limit)
      .lean();
    return rows.map(toTicket);
  }

  /** What goes on by itself, or is late, the longest due in front. */
  async listForUpkeep(now: Date, limit: number): Promise<SupportTicket[]> {
    const rows = await this.tickets
      .find({ upkeepAt: { $lte: now } })
      .sort({ upkeepAt: 1 })
      .limit(limit)
      .lean();
    return rows.map(toTicket);
  }
}

/** As `olderThan`, of a list in rising order; the bound is the caller's. */
function behind(position: CursorPosition | undefined): Record<string, unknown> {
  if (position === undefined) return {};
  const { at, id } = position;
  return { $or: [{ queueOrder: { $gt: at } }, { queueOrder: at, _id: { $gt: id } }] };
}
