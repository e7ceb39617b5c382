import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';

/** People on the other side, in one workspace: a contact with all its conversations, or those of a connected account. */
export interface ContactSubject {
  kind: 'contact';
  workspaceId: WorkspaceId;
  contactIds: readonly ContactId[];
  conversationIds: readonly ConversationId[];
}

/** A user, as far as one workspace knows them. */
export interface MemberSubject {
  kind: 'member';
  workspaceId: WorkspaceId;
  userId: UserId;
}

/** Everything that a workspace holds. */
export interface WorkspaceSubject {
  kind: 'workspace';
  workspaceId: WorkspaceId;
}

/** A user with their account, in whatever workspace. */
export interface UserSubject {
  kind: 'user';
  userId: UserId;
}

/** Whose data it is. */
export type DataSubject = ContactSubject | MemberSubject | WorkspaceSubject | UserSubject;

/** What one collection holds of a subject, and what erasure does with it. */
export interface Share {
  /** Served by an index; with the workspace, for tenant data. Beside a name to erase: the workspace alone. */
  filter: Readonly<Record<string, unknown>>;
  /** `kept`: only exported · a list: these fields leave the rows, which stay · a name: as it says. */
  erasure: 'rows' | 'kept' | readonly string[] | NameErasure;
}

/** Rows stay; only this id leaves them, wherever it stands in these fields and lists. Each is served by an index. */
export interface NameErasure {
  name: string;
  fields: readonly string[];
  lists: readonly string[];
}

export const wholeRows = (filter: Share['filter']): Share => ({ filter, erasure: 'rows' });
export const onlyFields = (fields: readonly string[], filter: Share['filter']): Share => ({ filter, erasure: fields });
/** For rows that name several people: who else is named stays. */
export const withoutName = (
  name: string,
  { fields, lists = [] }: { fields: readonly string[]; lists?: readonly string[] },
  { workspaceId }: { workspaceId: WorkspaceId },
): Share => ({
  filter: { workspaceId },
  erasure: { name, fields, lists },
});
export const keptRows = (filter: Share['filter']): Share => ({ filter, erasure: 'kept' });

/** A collection with data about people. A kind of subject that is not named has no share in it. */
export interface PersonalCollection {
  collection: string;
  /** Fields that no export shows: secrets, hashes, mechanics. `all`: nothing in it is for a reader. */
  hidden: readonly string[] | 'all';
  contact?: (subject: ContactSubject) => Share;
  member?: (subject: MemberSubject) => Share;
  workspace?: (subject: WorkspaceSubject) => Share;
  user?: (subject: UserSubject) => Share;
}

export function shareOf(collection: PersonalCollection, subject: DataSubject): Share | null {
  switch (subject.kind) {
    case 'contact':
      return taken(collection.contact, subject);
    case 'member':
      return taken(collection.member, subject);
    case 'workspace':
      return taken(collection.workspace, subject);
    case 'user':
      return taken(collection.user, subject);
  }
}

const taken = <S>(share: ((subject: S) => Share) | undefined, subject: S): Share | null =>
  share === undefined ? null : share(subject);

/** What a domain keeps about people. Contributed by each that has a collection with a `workspaceId`, or the boot stops. */
export abstract class PersonalData {
  abstract readonly collections: readonly PersonalCollection[];
  /** Work that began before `close` may still write for this long; what it writes is erased after it. */
  readonly settleMs: number = 0;

  /** Before an erasure: from now on, known everywhere within a second, nothing new is taken in. May be called again. */
  async close(_subject: DataSubject): Promise<void> {}

  /** After it: what happened before is refused for good, what comes later is new. May be called again. */
  async reopen(_subject: DataSubject): Promise<void> {}
}

/** Under which ids something may be kept of a contact. */
export interface ContactPlaces {
  conversationIds: readonly ConversationId[];
  /** Of contacts that were merged into it. */
  formerIds: readonly ContactId[];
}

/** Contributed once: which conversations a contact has, and whom it took in. */
export abstract class ContactConversations {
  /** Null when the workspace has no such contact. */
  abstract of(workspaceId: WorkspaceId, contactId: ContactId): Promise<ContactPlaces | null>;
}

/** One filter for each index that finds rows of the share; each row is found by one of them. */
export function filtersOf({ filter, erasure }: Share): Share['filter'][] {
  if (typeof erasure === 'string' || !('name' in erasure)) return [filter];
  const { name, fields, lists } = erasure;
  const all = [...fields, ...lists];
  return all.map((field, index) => {
    const found = all.slice(0, index).map((earlier) => [earlier, { $ne: name }] as const);
    return { ...filter, [field]: name, ...Object.fromEntries(found) };
  });
}
