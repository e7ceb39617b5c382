import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { SupportTicket, TicketAttachment, TicketComment } from '../domain/ticket';
import { TicketCommentResponse, TicketFileResponse, TicketResponse, toTicketResponse } from './ticket.response';

export class DeskFileResponse extends TicketFileResponse {
  /** The workspace does not see it. */
  internal: boolean;
}

export class TicketSlaResponse {
  /** When the first answer is due; absent where nobody is there for that long. */
  firstResponseDueAt?: Date;

  firstResponseAt?: Date;

  /** When it was noticed that the answer is late. */
  firstResponseBreachedAt?: Date;

  /** When it must be resolved; later by the time that it has waited for the user. */
  resolutionDueAt?: Date;

  resolutionBreachedAt?: Date;
}

export class DeskTicketResponse extends TicketResponse {
  workspaceId: string;

  /** The platform admin who has it. */
  assigneeId?: string;

  @ApiProperty({ type: [String] })
  tags: string[];

  @ApiProperty({ type: [DeskFileResponse] })
  declare files: DeskFileResponse[];

  sla: TicketSlaResponse;
}

export class DeskTicketPageResponse extends PageOf(DeskTicketResponse) {}

export class DeskCommentResponse extends TicketCommentResponse {
  /** The workspace does not see it. */
  internal: boolean;
}

export class DeskCommentPageResponse extends PageOf(DeskCommentResponse) {}

export function toDeskTicketResponse(ticket: SupportTicket): DeskTicketResponse {
  const { workspaceId, assigneeId, tags, attachments, clock } = ticket;
  const { firstResponseDueAt, firstResponseAt, firstResponseBreachedAt } = clock;
  const { resolutionDueAt, resolutionBreachedAt } = clock;
  return {
    ...toTicketResponse(ticket),
    workspaceId,
    assigneeId,
    tags: [...tags],
    files: [...attachments],
    sla: { firstResponseDueAt, firstResponseAt, firstResponseBreachedAt, resolutionDueAt, resolutionBreachedAt },
  };
}

export const toDeskTicketPageResponse = (page: Page<SupportTicket>): DeskTicketPageResponse => ({
  ...page,
  items: page.items.map(toDeskTicketResponse),
});

export const toDeskFileResponse = (file: TicketAttachment): DeskFileResponse => file;

export function toDeskCommentResponse(comment: TicketComment): DeskCommentResponse {
  const { id, side, authorId, text, createdAt, internal } = comment;
  return { id, side, authorId, text, createdAt, internal };
}

export const toDeskCommentPageResponse = (page: Page<TicketComment>): DeskCommentPageResponse => ({
  ...page,
  items: page.items.map(toDeskCommentResponse),
});
