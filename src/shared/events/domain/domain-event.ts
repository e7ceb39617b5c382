import type { ConversationId, WorkspaceId } from '../../kernel';
import type { DomainEventType } from './event-catalogue';

/** Something that happened, as front ends and integrators are told it. Ids and plain values, never a secret. */
export interface DomainEvent {
  /** Unique for ever: the same id is told once, however often it is announced. */
  id: string;
  type: DomainEventType;
  workspaceId: WorkspaceId;
  at: Date;
  /** What it is about: the id of the message, contact, task, … */
  subjectId: string;
  /** Events of one conversation are told in the order they are announced. */
  conversationId?: ConversationId;
  /** Told to nobody but this member: a mention, a reminder. */
  userId?: string;
  /** What changed, at most 8 KB of JSON. */
  data: Readonly<Record<string, unknown>>;
}
