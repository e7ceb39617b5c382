import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';

export const TICKET_STATUSES = ['open', 'in_progress', 'waiting_on_user', 'resolved', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_CATEGORIES = ['bug', 'question', 'feature', 'billing'] as const;
export type TicketCategory = (typeof TICKET_CATEGORIES)[number];

export const TICKET_SEVERITIES = ['low', 'medium', 'high', 'blocking'] as const;
export type TicketSeverity = (typeof TICKET_SEVERITIES)[number];

/** Who does something to a ticket: a member or a machine of the workspace, whoever runs Parley, or Parley itself. */
export const TICKET_SIDES = ['user', 'platform', 'system'] as const;
export type TicketSide = (typeof TICKET_SIDES)[number];

export interface Breadcrumb {
  at: Date;
  /** What the person did, or what the page noted. */
  text: string;
}

export interface TicketAttachment {
  id: string;
  fileName: string;
  contentType: string;
  bytes: number;
  side: TicketSide;
  /** For the platform's people alone. */
  internal: boolean;
  at: Date;
}

/** A change of status. */
export interface TicketStep {
  at: Date;
  from: TicketStatus;
  to: TicketStatus;
  side: TicketSide;
  /** Of a member: an id, kept like those of the audit trail. */
  userId?: UserId;
}

/** How long people wait, and since when. */
export interface TicketClock {
  /** When it was opened, or opened again. */
  startedAt: Date;
  /** While it waited for the user, in the time that counts. */
  pausedMs: number;
  pausedSince?: Date;
  /** As promised. Absent: nobody will be there for that long. */
  firstResponseDueAt?: Date;
  /** As promised; later by the time that it has waited for its user. */
  resolutionDueAt?: Date;
  firstResponseAt?: Date;
  /** When it was noticed, and told, that the first answer is late. */
  firstResponseBreachedAt?: Date;
  /** The same of the solution. */
  resolutionBreachedAt?: Date;
}

/** The conversation that it is about. */
export interface TicketSource {
  conversationId: ConversationId;
  /** Whose it is; absent where nobody is known for it. */
  contactId?: ContactId;
  /** The request for support that it was made from. */
  outcomeId?: string;
}

/** What a workspace asks of the people who run Parley. */
export interface SupportTicket {
  id: string;
  /** What people call it; unique in the installation. */
  number: number;
  workspaceId: WorkspaceId;
  /** The member who opened it; absent of machines, and of members who were erased. */
  userId?: UserId;
  subject: string;
  description: string;
  category: TicketCategory;
  severity: TicketSeverity;
  status: TicketStatus;
  /** A platform admin. */
  assigneeId?: UserId;
  /** Of the platform's people. */
  tags: readonly string[];
  /** Correlation ids of requests that went wrong. */
  requestIds: readonly string[];
  breadcrumbs: readonly Breadcrumb[];
  attachments: readonly TicketAttachment[];
  /** The connected account that it is about. */
  accountId?: AccountId;
  source?: TicketSource;
  clock: TicketClock;
  /** Oldest first; the newest are kept. */
  steps: readonly TicketStep[];
  resolvedAt?: Date;
  closedAt?: Date;
  reopenCount: number;
  /** Counts the changes. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export const COMMENT_MAX = 10_000;

/** What somebody said about a ticket. Internal ones are for the platform's people alone. */
export interface TicketComment {
  id: string;
  workspaceId: WorkspaceId;
  ticketId: string;
  /** As its ticket: whose words it may repeat. */
  contactId?: ContactId;
  side: TicketSide;
  internal: boolean;
  authorId?: UserId;
  text: string;
  createdAt: Date;
}
