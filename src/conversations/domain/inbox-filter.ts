import type { AccountId, UserId } from '../../shared/kernel';
import type { ConversationStatus } from '../schemas/conversation.schema';

/** What a conversation must be to be listed: all of it. */
export interface InboxFilter {
  status?: ConversationStatus;
  /** Null: of nobody. */
  assigneeId?: UserId | null;
  unread?: true;
  needsHuman?: true;
  /** The person has waited for an answer at least as long. */
  waitingMinutes?: number;
  accountId?: AccountId;
  tag?: string;
  stage?: string;
  goal?: string;
  /** Its window is open and closes within so many minutes. */
  closingMinutes?: number;
  /** Beginnings of the person's names, all of them. */
  terms?: readonly string[];
}

export const INBOX_SORTS = ['newest', 'oldest', 'waiting', 'closing'] as const;
/** newest, oldest: by the latest activity · waiting: who has waited longest · closing: whose window closes soonest. */
export type InboxSort = (typeof INBOX_SORTS)[number];

/** Which index serves a list, and in which order it is walked. */
export interface ListPlan {
  index: string;
  field: 'lastActivityAt' | 'waitingSince' | 'lastInboundAt' | 'createdAt';
  direction: 1 | -1;
}

type Facet = [index: string, fits: (filter: InboxFilter) => boolean];

/** Those first that leave the fewest, as inboxes are used. */
const FACETS: readonly Facet[] = [
  ['inbox_human', ({ needsHuman }) => needsHuman === true],
  ['inbox_assignee', ({ assigneeId }) => typeof assigneeId === 'string'],
  ['inbox_unread', ({ unread }) => unread === true],
  ['inbox_status', ({ status }) => status === 'snoozed'],
  ['inbox_tag', ({ tag }) => tag !== undefined],
  ['inbox_goal', ({ goal }) => goal !== undefined],
  ['inbox_status', ({ status }) => status === 'open'],
  ['inbox_stage', ({ stage }) => stage !== undefined],
  ['inbox_account', ({ accountId }) => accountId !== undefined],
  ['inbox_assignee', ({ assigneeId }) => assigneeId === null],
  ['inbox_status', ({ status }) => status === 'closed'],
];

/** The order that a filter brings with it, since its index has no other; undefined: any. */
export function ownSortOf({ terms, waitingMinutes, closingMinutes }: InboxFilter): InboxSort | undefined {
  if (terms !== undefined) return 'newest';
  if (waitingMinutes !== undefined) return 'waiting';
  return closingMinutes === undefined ? undefined : 'closing';
}

/** Null: the filter has an order of its own, and it is another one. */
export function planOf(filter: InboxFilter, wanted: InboxSort | undefined): ListPlan | null {
  const own = ownSortOf(filter);
  const sort = wanted ?? own ?? 'newest';
  if (own !== undefined && own !== sort) return null;
  if (filter.terms !== undefined) return BY_NAMES;
  if (sort === 'waiting') return BY_WAITING;
  return sort === 'closing' ? BY_WINDOW : byActivity(filter, sort);
}

/** A name is looked up by the age of the conversation, which no message changes. */
const BY_NAMES: ListPlan = { index: 'inbox_names', field: 'createdAt', direction: -1 };
const BY_WAITING: ListPlan = { index: 'inbox_waiting', field: 'waitingSince', direction: 1 };
const BY_WINDOW: ListPlan = { index: 'inbox_window', field: 'lastInboundAt', direction: 1 };

function byActivity(filter: InboxFilter, sort: InboxSort): ListPlan {
  const index = FACETS.find(([, fits]) => fits(filter))?.[0] ?? 'inbox_shown';
  return { index, field: 'lastActivityAt', direction: sort === 'oldest' ? 1 : -1 };
}

/** Two ranges of time cannot be walked in one order. */
export const asksForTwoOrders = ({ waitingMinutes, closingMinutes, terms }: InboxFilter): boolean =>
  [waitingMinutes, closingMinutes, terms].filter((part) => part !== undefined).length > 1;
