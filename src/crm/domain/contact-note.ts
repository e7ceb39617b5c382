import type { ContactId, ConversationId, FieldProblem, UserId, WorkspaceId } from '../../shared/kernel';
import type { Origin } from './origin';
import { type Checked, linesOf } from './texts';

export const NOTE_TEXT_MAX = 4000;
export const MENTIONS_MAX = 20;
/** The newest are kept. */
export const NOTE_EDITS_MAX = 50;

/** What a note said before it was changed. Who changed it is in the audit trail. */
export interface NoteEdit {
  text: string;
  /** When that was replaced. */
  replacedAt: Date;
}

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
  /** Members whom the text names. */
  mentions?: readonly UserId[];
  /** Oldest first. */
  edits?: readonly NoteEdit[];
  /** Merges of contacts that it was moved by, so that it can go back. */
  merges?: readonly string[];
}

export const noteTextOf = (text: unknown): Checked<string> => linesOf(text, NOTE_TEXT_MAX);

/** Each person once. */
export const mentionsOf = (userIds: readonly string[] | undefined): UserId[] => [...new Set(userIds)] as UserId[];

export interface NoteChange {
  text: string;
  /** Absent: those who were named before. */
  mentions?: readonly UserId[];
}

/** The same text again is no change of it, though others may be named. */
export function editedNote(note: ContactNote, change: NoteChange, at: Date): ContactNote {
  const mentions = change.mentions === undefined ? {} : { mentions: change.mentions };
  if (change.text === note.text) return { ...note, ...mentions };
  const edits = [...(note.edits ?? []), { text: note.text, replacedAt: at }].slice(-NOTE_EDITS_MAX);
  return { ...note, ...mentions, text: change.text, editedAt: at, edits };
}

/** Who is to be told: named now and not before, but not whoever names themselves. */
export function newlyMentioned(
  before: readonly UserId[] | undefined,
  after: readonly UserId[] | undefined,
  by: UserId | undefined,
): UserId[] {
  return (after ?? []).filter((userId) => userId !== by && before?.includes(userId) !== true);
}

export const mentionProblem = (index: number): FieldProblem => ({
  field: `mentions.${index}`,
  rule: 'must be a member of the workspace',
});
