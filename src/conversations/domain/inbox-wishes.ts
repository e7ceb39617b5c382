import type { ConversationStatus } from '../schemas/conversation.schema';
import type { InboxSort } from './inbox-filter';

/** What a member asks of the inbox, in words of the API; views keep it as it is. */
export interface InboxWishes {
  status?: ConversationStatus;
  /** A member's id, `me` or `none`. */
  assignee?: string;
  unread?: true;
  needsHuman?: true;
  waitingMinutes?: number;
  accountId?: string;
  tag?: string;
  stage?: string;
  goal?: string;
  windowClosingWithin?: number;
  q?: string;
  sort?: InboxSort;
}

/** Without what belongs to a page. */
export function wishesOf(query: InboxWishes): InboxWishes {
  const { status, assignee, unread, needsHuman, waitingMinutes, accountId, sort } = query;
  const { tag, stage, goal, windowClosingWithin, q } = query;
  const all = { status, assignee, unread, needsHuman, waitingMinutes, accountId, sort };
  const wishes = { ...all, tag, stage, goal, windowClosingWithin, q };
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
}
