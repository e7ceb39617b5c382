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
  index: InboxIndex;
  field: 'lastActivityAt' | 'waitingSince' | 'lastInboundAt' | 'createdAt';
  direction: 1 | -1;
}

/** Those that name the status before their order: a list of any status walks one part of them for each. */
export const STATUS_INDEXES = [
  'inbox_assignee_human',
  'inbox_human_status',
  'inbox_assignee_unread',
  'inbox_assignee_status',
  'inbox_unread_status',
  'inbox_stage_status',
  'inbox_account_status',
  'inbox_waiting_status',
  'inbox_window_status',
  'inbox_status',
] as const;
export const OTHER_INDEXES = ['inbox_shown', 'inbox_tag_open', 'inbox_tag', 'inbox_goal', 'inbox_names'] as const;
export type InboxIndex = (typeof STATUS_INDEXES)[number] | (typeof OTHER_INDEXES)[number];

export const isByStatus = (index: InboxIndex): boolean => STATUS_INDEXES.some((name) => name === index);

type Facet = [index: InboxIndex, fits: (filter: InboxFilter) => boolean];

/** Those first that leave the fewest, as inboxes are used. */
const FACETS: readonly Facet[] = [
  ['inbox_assignee_human', ({ needsHuman, assigneeId }) => needsHuman === true && assigneeId !== undefined],
  ['inbox_human_status', ({ needsHuman }) => needsHuman === true],
  ['inbox_assignee_unread', ({ unread, assigneeId }) => unread === true && assigneeId !== undefined],
  ['inbox_assignee_status', ({ assigneeId }) => typeof assigneeId === 'string'],
  ['inbox_unread_status', ({ unread }) => unread === true],
  ['inbox_tag_open', ({ tag, status }) => tag !== undefined && status === 'open'],
  ['inbox_status', ({ tag, goal, status }) => status === 'snoozed' && (tag ?? goal) !== undefined],
  ['inbox_tag', ({ tag }) => tag !== undefined],
  ['inbox_goal', ({ goal }) => goal !== undefined],
  ['inbox_stage_status', ({ stage }) => stage !== undefined],
  ['inbox_account_status', ({ accountId }) => accountId !== undefined],
  ['inbox_assignee_status', ({ assigneeId }) => assigneeId === null],
  ['inbox_status', ({ status }) => status !== undefined],
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
const BY_WAITING: ListPlan = { index: 'inbox_waiting_status', field: 'waitingSince', direction: 1 };
const BY_WINDOW: ListPlan = { index: 'inbox_window_status', field: 'lastInboundAt', direction: 1 };

function byActivity(filter: InboxFilter, sort: InboxSort): ListPlan {
  const index = FACETS.find(([, fits]) => fits(filter))?.[0] ?? 'inbox_shown';
  return { index, field: 'lastActivityAt', direction: sort === 'oldest' ? 1 : -1 };
}

/** Two ranges of time cannot be walked in one order. */
export const asksForTwoOrders = ({ waitingMinutes, closingMinutes, terms }: InboxFilter): boolean =>
  [waitingMinutes, closingMinutes, terms].filter((part) => part !== undefined).length > 1;
