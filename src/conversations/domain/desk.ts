import type { ConversationRow, ConversationStatus } from '../schemas/conversation.schema';

type DeskFields =
  | 'status'
  | 'snoozedUntil'
  | 'assigneeId'
  | 'needsHuman'
  | 'isUnread'
  | 'waitingSince'
  | 'blockedAt'
  | 'contact'
  | 'searchTerms'
  | 'calledOff';

/** What people have done with a conversation that nobody has looked at yet. */
export const UNTOUCHED: Pick<ConversationRow, DeskFields> = {
  status: 'open',
  snoozedUntil: null,
  assigneeId: null,
  needsHuman: false,
  isUnread: false,
  waitingSince: null,
  blockedAt: null,
  contact: { revision: 0, tags: [], stage: 'new', goals: [] },
  searchTerms: [],
  calledOff: [],
};

/** What members change by themselves. */
export type DeskChange = Partial<
  Pick<
    ConversationRow,
    'status' | 'snoozedUntil' | 'assigneeId' | 'needsHuman' | 'unread' | 'isUnread' | 'blockedAt' | 'waitingSince'
  >
>;

/** What a status brings with it. */
export const statusFields = (
  status: ConversationStatus,
  until: Date | null = null,
): Pick<ConversationRow, 'status' | 'snoozedUntil'> => ({ status, snoozedUntil: status === 'snoozed' ? until : null });
