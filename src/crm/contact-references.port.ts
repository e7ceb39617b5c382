import type { ContactId, ConversationId, UserId, WorkspaceId } from '../shared/kernel';

/** What others show of a contact and filter by. */
export interface ContactMirror {
  workspaceId: WorkspaceId;
  contactId: ContactId;
  /**
   * Counts the contact's changes: a copy of a later one is never replaced by that of an earlier one. It goes on counting from the
   * higher number when contacts become one, and two again, so it orders the copies of a conversation whosever they are.
   */
  revision: number;
  tags: readonly string[];
  stage: string;
  /** What conversations with the contact have reached. */
  goals: readonly string[];
  ownerId?: UserId;
}

/** A contact has become part of another one, or is taken out of it again. */
export interface ContactMove {
  workspaceId: WorkspaceId;
  /** The merge that did it: what moves with it is remembered by this id, and goes back by it. */
  mergeId: string;
  from: ContactId;
  to: ContactId;
  /** The lanes of the identities that move. */
  conversationIds: readonly ConversationId[];
}

/**
 * Contribution, any number: a domain whose rows name contacts. All of it is repeated after a crash, and again some minutes
 * later for what was written meanwhile, so doing it twice must be doing it once.
 */
export abstract class ContactReferences {
  /** Copies what changed to rows of this contact with an older copy. Not in a transaction. */
  abstract mirror(contact: ContactMirror): Promise<void>;

  /** These lanes are of this contact, unless they have a copy of a later revision; `mirror` is its copy. */
  abstract claim(conversationIds: readonly ConversationId[], mirror: ContactMirror): Promise<void>;

  /** Rows that name `from` name `to` from now on, and remember the merge. */
  abstract follow(move: ContactMove): Promise<void>;

  /** A merge of `to` into `from` is undone: rows that remember it, and those of the lanes, name `to` and forget it. */
  abstract goBack(move: ContactMove): Promise<void>;
}
