import type { Permission } from '../../shared/auth';
import type { UserId } from '../../shared/kernel';
import type { ConversationAspect } from './conversation-event';
import { type DeskChange, statusFields } from './desk';

export const BULK_ACTIONS = ['close', 'reopen', 'snooze', 'assign', 'read', 'unread', 'tag'] as const;
export type BulkActionKind = (typeof BULK_ACTIONS)[number];

export type BulkAction =
  | { kind: 'close' | 'reopen' | 'read' | 'unread' }
  | { kind: 'snooze'; until: Date }
  /** Null: nobody. */
  | { kind: 'assign'; assigneeId: UserId | null }
  | { kind: 'tag'; add: string[]; remove: string[] };

/** Beside the permission to change conversations: tags are the contact's. */
export const alsoNeeds = ({ kind }: BulkAction): Permission | null => (kind === 'tag' ? 'contacts.write' : null);

export const CLOSED: DeskChange = { ...statusFields('closed'), unread: 0, isUnread: false, waitingSince: null };

/** What it changes in each conversation; null: something of its contact. */
export function changeOf(action: BulkAction): { change: DeskChange; changed: readonly ConversationAspect[] } | null {
  switch (action.kind) {
    case 'close':
      return { change: CLOSED, changed: ['status', 'unread'] };
    case 'reopen':
      return { change: statusFields('open'), changed: ['status'] };
    case 'snooze':
      return { change: statusFields('snoozed', action.until), changed: ['status'] };
    case 'assign':
      return { change: { assigneeId: action.assigneeId }, changed: ['assignee'] };
    case 'read':
      return { change: { unread: 0, isUnread: false }, changed: ['unread'] };
    case 'unread':
      return { change: { unread: 1, isUnread: true }, changed: ['unread'] };
    case 'tag':
      return null;
  }
}
