import type { IndexDeclaration } from '../../shared/database';
import { UNTOUCHED } from '../domain/desk';
import { nameTerms } from '../domain/name-terms';
import { type ConversationRow, CONVERSATIONS } from './conversation.schema';

type Key = IndexDeclaration['key'];

/** Newest first within what comes before; walked backwards for the oldest. */
const newest = (before: Key): Key => ({ ...before, lastActivityAt: -1, _id: -1 });
const shown: Key = { workspaceId: 1, shadow: 1 };

type Part = IndexDeclaration['options']['partialFilterExpression'];

/** `only`: rows without it cost nothing when they change. */
const list = (name: string, key: Key, serves: string, only?: Part): IndexDeclaration => ({
  collection: CONVERSATIONS,
  key,
  options: { name, ...(only === undefined ? {} : { partialFilterExpression: only }) },
  serves,
});

/**
 * What members look for in the inbox: one index for each filter with its order. Most name the status, which a front end
 * nearly always asks for as well, and which a list of any status walks in three parts.
 */
export const deskIndexes: IndexDeclaration[] = [
  list('inbox_status', newest({ ...shown, status: 1 }), 'conversations that are open, snoozed or closed'),
  list(
    'inbox_assignee_status',
    newest({ workspaceId: 1, assigneeId: 1, shadow: 1, status: 1 }),
    'conversations of a member, or of nobody, also of one status; erasing that member',
  ),
  list(
    'inbox_unread_status',
    newest({ ...shown, isUnread: 1, status: 1 }),
    'conversations with something unread, also of one status',
    { isUnread: true },
  ),
  list(
    'inbox_assignee_unread',
    newest({ workspaceId: 1, assigneeId: 1, shadow: 1, isUnread: 1, status: 1 }),
    'conversations of a member, or of nobody, with something unread',
    { isUnread: true },
  ),
  list(
    'inbox_human_status',
    newest({ ...shown, needsHuman: 1, status: 1 }),
    'conversations that wait for a person, also of one status',
    { needsHuman: true },
  ),
  list(
    'inbox_assignee_human',
    newest({ workspaceId: 1, assigneeId: 1, shadow: 1, needsHuman: 1, status: 1 }),
    'conversations of a member, or of nobody, that wait for a person',
    { needsHuman: true },
  ),
  list(
    'inbox_account_status',
    newest({ workspaceId: 1, accountId: 1, shadow: 1, status: 1 }),
    'conversations of an account, also of one status',
  ),
  list('inbox_tag', newest({ ...shown, 'contact.tags': 1 }), 'conversations with a tag of their contact'),
  // Of its own, since tags are many and the parts of a list of any status could not be merged.
  list('inbox_tag_open', newest({ ...shown, 'contact.tags': 1 }), 'open conversations with a tag of their contact', {
    status: 'open',
  }),
  list(
    'inbox_stage_status',
    newest({ ...shown, 'contact.stage': 1, status: 1 }),
    'conversations by the stage of their contact, also of one status',
  ),
  list('inbox_goal', newest({ ...shown, 'contact.goals': 1 }), 'conversations that have reached a goal'),
  list(
    'inbox_waiting_status',
    { ...shown, status: 1, waitingSince: 1, _id: 1 },
    'conversations whose person waits for an answer, longest first',
    { waitingSince: { $type: 'date' } },
  ),
  list(
    'inbox_window_status',
    { ...shown, status: 1, lastInboundAt: 1, _id: 1 },
    'conversations whose window closes soon, soonest first',
  ),
  // By age, which no message changes: each one would rewrite all the beginnings of a name.
  list(
    'inbox_names',
    { ...shown, searchTerms: 1, createdAt: -1, _id: -1 },
    'conversations by the names of their people, newest first',
  ),
  list('of_contact', { workspaceId: 1, contactId: 1 }, 'conversations that show what their contact is'),
  list('of_merge', { workspaceId: 1, mergedBy: 1 }, 'conversations that a merge of contacts has moved'),
  {
    collection: CONVERSATIONS,
    key: { snoozedUntil: 1 },
    options: { name: 'snooze_over', partialFilterExpression: { snoozedUntil: { $type: 'date' } } },
    serves: 'the job that wakes snoozed conversations',
  },
];

/** What a conversation lacks that was there before members could do anything with it. */
export const openedFields = ({ participant, unread }: Pick<ConversationRow, 'participant' | 'unread'>) => ({
  ...UNTOUCHED,
  isUnread: unread > 0,
  searchTerms: nameTerms(participant),
});
