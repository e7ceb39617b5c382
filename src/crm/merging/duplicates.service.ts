import { Injectable } from '@nestjs/common';
import { type ContactId, decodeCursor, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { contactNotFound } from '../crm.errors';
import type { Contact } from '../domain/contact';
import { keysOf } from '../domain/contact-keys';
import { type MatchReason, reasonOf, sharedReasons, type Suggestion, sureness } from '../domain/duplicates';
import { ContactListsRepository } from '../repositories/contact-lists.repository';
import { ContactsRepository } from '../repositories/contacts.repository';

export interface DuplicateGroup {
  reason: MatchReason;
  contacts: readonly Contact[];
}

const SUGGESTED = 20;
/** Contacts that one page looks through, and those it compares them with at most. */
const LOOKED_AT = 500;
const COMPARED = 2_000;
/** A key that so many share tells nothing of any two of them. */
const MOST_OF_A_KEY = 20;

/** Contacts that may be the same person. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly lists: ContactListsRepository,
  ) {}

  /** The surest first. @throws DomainError CONTACT.NOT_FOUND. */
  async of({ workspaceId }: RequestContext, contactId: ContactId): Promise<Suggestion[]> {
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    const { matchKeys } = keysOf(contact);
    if (matchKeys.length === 0) return [];
    const found = await this.lists.matching(workspaceId, matchKeys, SUGGESTED + 1);
    return found
      .filter(({ id }) => id !== contact.id)
      .map((other) => {
        const reasons = sharedReasons(matchKeys, keysOf(other).matchKeys);
        return { contact: other, reasons, score: sureness(reasons) };
      })
      .sort((a, b) => b.score - a.score);
  }

  /**
   * Looks through 500 contacts, newest first; each group is on the page of its newest one. There is a next page while there are
   * older contacts, whatever was found. @throws DomainError CURSOR.INVALID.
   */
  async page({ workspaceId }: RequestContext, cursor?: string): Promise<Page<DuplicateGroup>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.lists.keys(workspaceId, LOOKED_AT + 1, after);
    const { items, ...next } = pageOf(rows, LOOKED_AT, ({ createdAt, id }) => ({ at: createdAt, id }));
    const keys = [...new Set(items.flatMap(({ matchKeys }) => matchKeys))];
    const known = keys.length === 0 ? [] : await this.lists.matching(workspaceId, keys, COMPARED);
    return { items: groupsOf(known, new Set(items.map(({ id }) => id))), ...next };
  }
}

/** By what they share; those whose newest contact is one of `page`. */
function groupsOf(known: readonly Contact[], page: ReadonlySet<ContactId>): DuplicateGroup[] {
  const groups = new Map<string, Contact[]>();
  for (const contact of [...known].sort(newestFirst))
    for (const key of new Set(keysOf(contact).matchKeys)) groups.set(key, [...(groups.get(key) ?? []), contact]);
  return [...groups].flatMap(([key, [newest, ...others]]) => {
    const reason = reasonOf(key);
    if (reason === undefined || newest === undefined || others.length === 0 || !page.has(newest.id)) return [];
    return [{ reason, contacts: [newest, ...others].slice(0, MOST_OF_A_KEY) }];
  });
}

const newestFirst = (a: Contact, b: Contact): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
