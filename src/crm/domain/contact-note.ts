import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Origin } from './origin';
import { type Checked, linesOf } from './texts';

export const NOTE_TEXT_MAX = 4000;

/** What members should know about a contact; the contact never sees it. */
export interface ContactNote {
  id: string;
  workspaceId: WorkspaceId;
  contactId: ContactId;
  /** Where it came up. */
  conversationId?: ConversationId;
  text: string;
  origin: Origin;
  /** Of a member's note. */
  authorId?: UserId;
  createdAt: Date;
  /** When its text was last changed. */
  editedAt?: Date;
}

export const noteTextOf = (text: unknown): Checked<string> => linesOf(text, NOTE_TEXT_MAX);
