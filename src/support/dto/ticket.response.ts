import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  type SupportTicket,
  TICKET_CATEGORIES,
  TICKET_SEVERITIES,
  TICKET_SIDES,
  TICKET_STATUSES,
  type TicketAttachment,
  type TicketCategory,
  type TicketComment,
  type TicketSeverity,
  type TicketSide,
  type TicketStatus,
} from '../domain/ticket';

export class BreadcrumbResponse {
  at: Date;

  text: string;
}

export class TicketFileResponse {
  /** Under which it can be read. */
  id: string;

  fileName: string;

  contentType: string;

  bytes: number;

  /** Who attached it. */
  @ApiProperty({ enum: TICKET_SIDES })
  side: TicketSide;

  at: Date;
}

export class TicketStepResponse {
  at: Date;

  @ApiProperty({ enum: TICKET_STATUSES })
  from: TicketStatus;

  @ApiProperty({ enum: TICKET_STATUSES })
  to: TicketStatus;

  /** `system`: by itself, as nobody did anything. */
  @ApiProperty({ enum: TICKET_SIDES })
  side: TicketSide;

  /** The member who did it. */
  userId?: string;
}

export class TicketSourceResponse {
  conversationId: string;

  /** Whose conversation it is; absent where nobody is known for it. */
  contactId?: string;

  /** The request for support that it was made from, under `outcomes/support`. */
  outcomeId?: string;
}

/** What both sides see of a ticket. */
export class TicketResponse {
  id: string;

  /** What people call it. */
  number: number;

  /** The member who opened it; absent of machines, and of members who were erased. */
  userId?: string;

  subject: string;

  description: string;

  @ApiProperty({ enum: TICKET_CATEGORIES })
  category: TicketCategory;

  @ApiProperty({ enum: TICKET_SEVERITIES })
  severity: TicketSeverity;

  @ApiProperty({ enum: TICKET_STATUSES })
  status: TicketStatus;

  /** Correlation ids of requests that went wrong. */
  @ApiProperty({ type: [String] })
  requestIds: string[];

  @ApiProperty({ type: [BreadcrumbResponse] })
  breadcrumbs: BreadcrumbResponse[];

  @ApiProperty({ type: [TicketFileResponse] })
  files: TicketFileResponse[];

  /** The connected account that it is about. */
  accountId?: string;

  /** The conversation that it is about. */
  source?: TicketSourceResponse;

  /** How its status changed, oldest first; the newest hundred. */
  @ApiProperty({ type: [TicketStepResponse] })
  steps: TicketStepResponse[];

  resolvedAt?: Date;

  closedAt?: Date;

  reopenCount: number;

  createdAt: Date;

  updatedAt: Date;
}

export class TicketPageResponse extends PageOf(TicketResponse) {}

export class TicketCommentResponse {
  id: string;

  @ApiProperty({ enum: TICKET_SIDES })
  side: TicketSide;

  /** The member who wrote it; absent of those who run Parley. */
  authorId?: string;

  text: string;

  createdAt: Date;
}

export class TicketCommentPageResponse extends PageOf(TicketCommentResponse) {}

export class TaskOfRequestResponse {
  /** Of the task, under `crm-tasks`. */
  taskId: string;
}

const toFileOf = ({ internal: _internal, ...file }: TicketAttachment): TicketFileResponse => file;

/** For the workspace: nothing internal. */
export function toTicketResponse(ticket: SupportTicket): TicketResponse {
  const { attachments, requestIds, breadcrumbs, steps, ...rest } = ticket;
  const { id, number, userId, subject, description, category, severity, status, accountId, source } = rest;
  const { resolvedAt, closedAt, reopenCount, createdAt, updatedAt } = rest;
  return {
    ...{ id, number, userId, subject, description, category, severity, status, accountId, source },
    ...{ resolvedAt, closedAt, reopenCount, createdAt, updatedAt },
    requestIds: [...requestIds],
    breadcrumbs: [...breadcrumbs],
    files: attachments.filter(({ internal }) => !internal).map(toFileOf),
    steps: [...steps],
  };
}

export const toTicketPageResponse = (page: Page<SupportTicket>): TicketPageResponse => ({
  ...page,
  items: page.items.map(toTicketResponse),
});

export const toTicketFileResponse = toFileOf;

export function toTicketCommentResponse({ id, side, authorId, text, createdAt }: TicketComment): TicketCommentResponse {
  return { id, side, text, createdAt, ...(side === 'user' ? { authorId } : {}) };
}

export const toTicketCommentPageResponse = (page: Page<TicketComment>): TicketCommentPageResponse => ({
  ...page,
  items: page.items.map(toTicketCommentResponse),
});
