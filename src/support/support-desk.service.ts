import { Injectable } from '@nestjs/common';
import { AccessDirectory } from '../shared/auth';
import {
  Clock,
  Contributions,
  decodeCursor,
  type Page,
  pageOf,
  queryTermsOf,
  type UserCaller,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { tagsOf } from './domain/new-ticket';
import type { QueueSort } from './domain/queue-sort';
import type { SupportTicket, TicketCategory, TicketComment, TicketSeverity, TicketStatus } from './domain/ticket';
import { promised, type TicketPolicy } from './domain/ticket-sla';
import { type QueueFilter, queuePosition, SupportQueueRepository } from './repositories/support-queue.repository';
import { assigneeInvalid, ticketNotFound } from './support.errors';
import { TicketChanges } from './ticket-changes.service';
import { TicketPolicies } from './ticket-policies.service';

export interface QueueQuery {
  limit: number;
  cursor?: string;
  status?: TicketStatus;
  category?: TicketCategory;
  severity?: TicketSeverity;
  workspaceId?: string;
  /** A platform admin; `me`; `none`: of nobody. */
  assigneeId?: string;
  /** Only what somebody should have answered or resolved by now. */
  overdue?: boolean;
  q?: string;
  sort: QueueSort;
}

export interface DeskChange {
  category?: TicketCategory;
  severity?: TicketSeverity;
  tags?: readonly string[];
  /** Null: of nobody. */
  assigneeId?: string | null;
}

const newestPosition = ({ createdAt, id }: SupportTicket) => ({ at: createdAt, id });

/** Support tickets of all workspaces, as the people who run Parley see and answer them. */
@Injectable()
export class SupportDesk {
  constructor(
    private readonly queue: SupportQueueRepository,
    private readonly ticketChanges: TicketChanges,
    private readonly contributions: Contributions,
    private readonly policies: TicketPolicies,
    private readonly clock: Clock,
  ) {}

  /** Words are searched for newest first, in any status unless one is named. @throws DomainError CURSOR.INVALID. */
  async list(caller: UserCaller, query: QueueQuery): Promise<Page<SupportTicket>> {
    const { limit, cursor, q, sort, status, overdue } = query;
    const page = { limit: limit + 1, after: cursor === undefined ? undefined : decodeCursor(cursor) };
    const filter = filterOf(caller, query);
    if (q !== undefined || sort === 'newest') {
      const rows = await this.queue.listNewest(filter, q === undefined ? [] : queryTermsOf(q), page);
      return pageOf(rows, limit, newestPosition);
    }
    const overdueAt = overdue === true ? this.clock.now() : undefined;
    const rows = await this.queue.listUrgent({ ...filter, status: status ?? 'open' }, page, overdueAt);
    return pageOf(rows, limit, queuePosition);
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND. */
  async get(ticketId: string): Promise<SupportTicket> {
    const ticket = await this.queue.find(ticketId);
    if (ticket === null) throw ticketNotFound();
    return ticket;
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .INVALID, .CONTENDED. */
  async change(caller: UserCaller, ticketId: string, wanted: DeskChange): Promise<SupportTicket> {
    if (typeof wanted.assigneeId === 'string') await this.mustBeAdmin(wanted.assigneeId as UserId);
    const story = { change: 'changed', side: 'platform', internal: isInternal(wanted) } as const;
    return this.ticketChanges.change(
      caller,
      this.load(ticketId),
      (ticket) => changed(ticket, wanted, this.policies.policy),
      story,
    );
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .STATUS, .CONTENDED. */
  move(caller: UserCaller, ticketId: string, to: TicketStatus): Promise<SupportTicket> {
    return this.ticketChanges.move(caller, this.load(ticketId), to, 'platform');
  }

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .INVALID, .CLOSED, .STATUS, .CONTENDED. */
  comment(
    caller: UserCaller,
    ticketId: string,
    wanted: { text: string; internal: boolean; status?: TicketStatus },
  ): Promise<TicketComment> {
    return this.ticketChanges.comment(caller, this.load(ticketId), { ...wanted, side: 'platform' });
  }

  private load(ticketId: string) {
    return () => this.queue.find(ticketId);
  }

  private async mustBeAdmin(userId: UserId): Promise<void> {
    const user = await this.contributions.one(AccessDirectory).findUser(userId);
    if (user?.platformAdmin !== true || user.disabled) throw assigneeInvalid();
  }
}

function filterOf({ userId }: UserCaller, query: QueueQuery): QueueFilter {
  const { status, category, severity, workspaceId, assigneeId } = query;
  return {
    ...(status === undefined ? {} : { status }),
    ...(category === undefined ? {} : { category }),
    ...(severity === undefined ? {} : { severity }),
    ...(workspaceId === undefined ? {} : { workspaceId: workspaceId as WorkspaceId }),
    ...(assigneeId === undefined ? {} : { assigneeId: assigneeOf(assigneeId, userId) }),
  };
}

function assigneeOf(asked: string, me: UserId): UserId | null {
  if (asked === 'none') return null;
  return asked === 'me' ? me : (asked as UserId);
}

/** Who has it and how it is tagged is no business of the workspace. */
const isInternal = ({ category, severity }: DeskChange): boolean => category === undefined && severity === undefined;

function changed(
  ticket: SupportTicket,
  { category, severity, tags, assigneeId }: DeskChange,
  policy: TicketPolicy,
): SupportTicket {
  const { assigneeId: assigned, ...rest } = ticket;
  const next = assigneeId === undefined ? assigned : assigneeId;
  return {
    ...rest,
    ...(category === undefined ? {} : { category }),
    ...(severity === undefined || severity === ticket.severity
      ? {}
      : { severity, clock: promised(ticket.clock, severity, policy) }),
    ...(tags === undefined ? {} : { tags: tagsOf(tags) }),
    ...(next === undefined || next === null ? {} : { assigneeId: next as UserId }),
  };
}
