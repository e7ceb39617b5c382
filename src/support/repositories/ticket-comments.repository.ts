import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { TicketComment } from '../domain/ticket';
import { SUPPORT_TICKET_COMMENTS, type SupportTicketCommentRow } from '../schemas/support-ticket-comment.schema';

@Injectable()
export class TicketCommentsRepository {
  constructor(@InjectModel(SUPPORT_TICKET_COMMENTS) private readonly comments: Model<SupportTicketCommentRow>) {}

  async insert({ id, text, ...rest }: TicketComment): Promise<void> {
    const words = rest.internal ? { internalText: text } : { text };
    await this.comments.insertOne({ _id: id, ...rest, ...words });
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(
    { workspaceId, ticketId, withInternal }: { workspaceId: WorkspaceId; ticketId: string; withInternal: boolean },
    limit: number,
    after?: CursorPosition,
  ): Promise<TicketComment[]> {
    const seen = withInternal ? {} : { internal: false };
    const rows = await this.comments
      .find({ workspaceId, ticketId, ...seen, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(({ _id, text, internalText, ...rest }) => ({ ...rest, id: _id, text: text ?? internalText ?? '' }));
  }

  /** Comments on these tickets are on tickets about `contactId` now. */
  async moveContact(workspaceId: WorkspaceId, ticketIds: readonly string[], contactId: ContactId): Promise<void> {
    await this.comments.updateMany({ workspaceId, ticketId: { $in: ticketIds } }, { $set: { contactId } });
  }
}
