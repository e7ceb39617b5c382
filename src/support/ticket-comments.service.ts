import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '../shared/kernel';
import type { SupportTicket, TicketComment } from './domain/ticket';
import { TicketCommentsRepository } from './repositories/ticket-comments.repository';

/** What was said about tickets. */
@Injectable()
export class TicketComments {
  constructor(private readonly comments: TicketCommentsRepository) {}

  /** Newest first. `withInternal`: for the platform's people. @throws DomainError CURSOR.INVALID. */
  async list(
    { workspaceId, id: ticketId }: SupportTicket,
    { limit, cursor }: { limit: number; cursor?: string },
    withInternal: boolean,
  ): Promise<Page<TicketComment>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.comments.list({ workspaceId, ticketId, withInternal }, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }
}
