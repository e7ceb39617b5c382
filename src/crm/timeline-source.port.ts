import type { ContactId, ConversationId, CursorPosition, WorkspaceId } from '../shared/kernel';
import type { ContactChange, StageChange } from './domain/contact';

export const TIMELINE_KINDS = [
  'message',
  'session',
  'stage',
  'change',
  'note',
  'task',
  'outcome',
  'escalation',
  'merge',
  'ticket',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened with a contact. */
export interface TimelineEntry {
  kind: TimelineKind;
  /** Of the message, note, … ; with the kind, unique. Fits a cursor: letters, digits, `_`, `-` and `:`, at most 128. */
  id: string;
  at: Date;
  conversationId?: ConversationId;
  /** What a list shows of it, in plain JSON. */
  data: Readonly<Record<string, unknown>>;
}

/** Whose timeline it is. */
export interface TimelineSubject {
  workspaceId: WorkspaceId;
  contactId: ContactId;
  /** The lanes of its identities. */
  conversationIds: readonly ConversationId[];
  stageHistory: readonly StageChange[];
  changeHistory: readonly ContactChange[];
}

/** Contribution, any number: a domain that knows something of what happened with contacts. */
export abstract class TimelineSource {
  abstract readonly kinds: readonly TimelineKind[];

  /**
   * Newest first, then by falling id; at most `limit` after `after` in that order. One query by an index for each kind that
   * is asked for.
   */
  abstract list(
    subject: TimelineSubject,
    kind: TimelineKind,
    limit: number,
    after?: CursorPosition,
  ): Promise<readonly TimelineEntry[]>;
}
