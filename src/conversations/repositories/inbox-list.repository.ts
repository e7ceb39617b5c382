import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { type InboxFilter, isByStatus, type ListPlan } from '../domain/inbox-filter';
import {
  CONVERSATION_STATUSES,
  type ConversationRow,
  CONVERSATIONS,
  type ConversationState,
  WITHOUT_RING,
} from '../schemas/conversation.schema';
import { allTerms } from './all-terms';

type Rows = mongo.Collection<ConversationRow>;
type Filter = Record<string, unknown>;

export interface InboxPage {
  plan: ListPlan;
  limit: number;
  after?: CursorPosition;
  now: Date;
  windowMs: number;
}

export interface CountedList {
  filter: InboxFilter;
  page: InboxPage;
}

const MINUTE = 60_000;

/** The inbox by what members look for. One command for a page or a count, on the index of the plan. */
@Injectable()
export class InboxListRepository {
  private readonly rows: Rows;

  constructor(@InjectModel(CONVERSATIONS) model: Model<ConversationRow>) {
    this.rows = model.collection as unknown as Rows;
  }

  async page(workspaceId: WorkspaceId, filter: InboxFilter, page: InboxPage): Promise<ConversationState[]> {
    const { plan, limit } = page;
    return this.rows
      .find(matchOf(workspaceId, filter, page), { projection: WITHOUT_RING })
      .sort({ [plan.field]: plan.direction, _id: plan.direction })
      .hint(plan.index)
      .limit(limit)
      .toArray();
  }

  /** How many each shows, in the same order; at most `page.limit` of each are counted. All in one command. */
  async counts(workspaceId: WorkspaceId, lists: readonly CountedList[]): Promise<number[]> {
    const [first, ...others] = lists;
    if (first === undefined) return [];
    const rest = others.map((list, index) => ({
      $unionWith: { coll: CONVERSATIONS, pipeline: countOf(workspaceId, list, index + 1) },
    }));
    const counted = await this.rows
      .aggregate<{ list: number; count: number }>([...countOf(workspaceId, first, 0), ...rest], {
        hint: first.page.plan.index,
      })
      .toArray();
    const counts = new Map(counted.map(({ list, count }) => [list, count]));
    return lists.map((_, index) => counts.get(index) ?? 0);
  }
}

/** Says nothing of a list that shows none. */
const countOf = (workspaceId: WorkspaceId, { filter, page }: CountedList, list: number) => [
  { $match: matchOf(workspaceId, filter, page) },
  { $limit: page.limit },
  { $count: 'count' },
  { $set: { list: { $literal: list } } },
];

function matchOf(workspaceId: WorkspaceId, filter: InboxFilter, page: InboxPage): Filter {
  // Named all the same: each status is a part of the index, and the parts are merged in the order of the list.
  const any = isByStatus(page.plan.index) ? { status: { $in: [...CONVERSATION_STATUSES] } } : {};
  return { workspaceId, shadow: false, ...any, ...equalities(filter), ...rangeOf(filter, page) };
}

function equalities({ status, assigneeId, unread, needsHuman, accountId, tag, stage, goal, terms }: InboxFilter) {
  const wanted: Filter = {
    ...{ status, assigneeId, isUnread: unread, needsHuman, accountId },
    ...{ 'contact.tags': tag, 'contact.stage': stage, 'contact.goals': goal },
  };
  const named = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return { ...named, ...allTerms('searchTerms', terms ?? []) };
}

/** The bounds of the list's field: those of the filter, and where the last page ended. */
function rangeOf(filter: InboxFilter, page: InboxPage): Filter {
  const { field, direction } = page.plan;
  const bounds: Filter = boundsOf(filter, page);
  if (page.after === undefined) return Object.keys(bounds).length === 0 ? {} : { [field]: bounds };
  const { at, id } = page.after;
  const [past, reached] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  // Where the last page ended lies within the bounds, so it takes the place of the one that the walk would begin at.
  const { $gt: _begins, ...rest } = bounds;
  // The bound beside the $or lets the walk begin there.
  return {
    [field]: { ...rest, [reached]: at },
    $or: [{ [field]: { [past]: at } }, { [field]: at, _id: { [past]: id } }],
  };
}

function boundsOf({ waitingMinutes = 0, closingMinutes }: InboxFilter, { plan, now, windowMs }: InboxPage): Filter {
  const ms = now.getTime();
  if (plan.field === 'waitingSince') return { $type: 'date', $lte: new Date(ms - waitingMinutes * MINUTE) };
  if (plan.field !== 'lastInboundAt') return {};
  const opened = new Date(ms - windowMs);
  const soon = closingMinutes === undefined ? {} : { $lte: new Date(ms - windowMs + closingMinutes * MINUTE) };
  return { $gt: opened, ...soon };
}
