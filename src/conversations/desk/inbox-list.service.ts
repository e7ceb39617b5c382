import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  actorIdOf,
  Clock,
  decodeCursor,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
  type UserId,
} from '../../shared/kernel';
import { tagOf } from '../../crm';
import { inboxSortRefused } from '../conversations.errors';
import { asksForTwoOrders, type InboxFilter, type ListPlan, planOf } from '../domain/inbox-filter';
import type { InboxWishes } from '../domain/inbox-wishes';
import type { ShownConversation } from '../domain/shown-conversation';
import { type InboxPage, InboxListRepository } from '../repositories/inbox-list.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import { SendReadinessService } from '../sending/send-readiness.service';

@Injectable()
export class InboxList {
  constructor(
    private readonly rows: InboxListRepository,
    private readonly readiness: SendReadinessService,
    private readonly clock: Clock,
  ) {}

  /** One command, whatever is asked for. @throws DomainError CURSOR.INVALID, INBOX.SORT */
  async page(
    context: RequestContext,
    wishes: InboxWishes & { limit: number; cursor?: string },
  ): Promise<Page<ShownConversation>> {
    const { limit, cursor } = wishes;
    const { filter, plan } = this.planned(context, wishes);
    if (filter.terms?.length === 0) return { items: [] };
    const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
    const rows = await this.rows.page(context.workspaceId, filter, this.pageAt(plan, limit + 1, after));
    const page = pageOf(rows, limit, (row) => ({ at: row[plan.field] ?? row.createdAt, id: row._id }));
    return { ...page, items: await this.allShown(page.items) };
  }

  /** How many conversations each list shows, counted up to `limit`. One command for all. @throws DomainError INBOX.SORT */
  async counts(context: RequestContext, lists: readonly InboxWishes[], limit: number): Promise<number[]> {
    const planned = lists.map((wishes) => this.planned(context, wishes));
    const shown = planned.filter(({ filter }) => filter.terms?.length !== 0);
    const asked = shown.map(({ filter, plan }) => ({ filter, page: this.pageAt(plan, limit, {}) }));
    const counts = await this.rows.counts(context.workspaceId, asked);
    const known = new Map(shown.map((list, index) => [list, counts[index]]));
    return planned.map((list) => known.get(list) ?? 0);
  }

  /** Whether such a list can be had. @throws DomainError INBOX.SORT */
  check(context: RequestContext, wishes: InboxWishes): void {
    this.planned(context, wishes);
  }

  async shown(row: ConversationState): Promise<ShownConversation> {
    return { row, ...(await this.readiness.facts(row.workspaceId, row.accountId)) };
  }

  /** Each account is asked for once. */
  private async allShown(rows: readonly ConversationState[]): Promise<ShownConversation[]> {
    const facts = new Map<AccountId, ReturnType<SendReadinessService['facts']>>();
    const factsOf = ({ workspaceId, accountId }: ConversationState) => {
      const asked = facts.get(accountId) ?? this.readiness.facts(workspaceId, accountId);
      facts.set(accountId, asked);
      return asked;
    };
    return Promise.all(rows.map(async (row) => ({ row, ...(await factsOf(row)) })));
  }

  private pageAt(plan: ListPlan, limit: number, after: Pick<InboxPage, 'after'>): InboxPage {
    return { plan, limit, ...after, now: this.clock.now(), windowMs: this.readiness.channel.windowMs };
  }

  private planned(context: RequestContext, wishes: InboxWishes): { filter: InboxFilter; plan: ListPlan } {
    const filter = filterOf(context, wishes);
    const plan = asksForTwoOrders(filter) ? null : planOf(filter, wishes.sort);
    if (plan === null) throw inboxSortRefused();
    return { filter, plan };
  }
}

function filterOf(context: RequestContext, wishes: InboxWishes): InboxFilter {
  const { status, assignee, unread, needsHuman, waitingMinutes, accountId, tag, stage, goal, q } = wishes;
  const filter: InboxFilter = {
    ...{ status, unread, needsHuman, waitingMinutes, stage, goal, closingMinutes: wishes.windowClosingWithin },
    ...(assignee === undefined ? {} : { assigneeId: assigneeOf(context, assignee) }),
    ...(accountId === undefined ? {} : { accountId: accountId as AccountId }),
    ...(tag === undefined ? {} : { tag: spelled(tag) }),
    ...(q === undefined ? {} : { terms: queryTermsOf(q) }),
  };
  return filter;
}

/** A machine has no conversations of its own, and finds none. */
function assigneeOf(context: RequestContext, assignee: string): UserId | null {
  if (assignee === 'none') return null;
  return (assignee === 'me' ? (actorIdOf(context) ?? '') : assignee) as UserId;
}

/** As tags are kept; what can be none finds nothing. */
function spelled(tag: string): string {
  const checked = tagOf(tag);
  return checked.ok ? checked.value : tag;
}
