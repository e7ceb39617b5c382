import { Injectable } from '@nestjs/common';
import type { ContactId, RequestContext } from '../../shared/kernel';
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
const GROUPS = 100;

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

  /** Groups of a workspace, at most 100; its cost grows with the contacts. */
  async all({ workspaceId }: RequestContext): Promise<DuplicateGroup[]> {
    const shared = await this.lists.sharedKeys(workspaceId, GROUPS);
    const ids = [...new Set(shared.flatMap((group) => group.ids))];
    const known = new Map((await this.contacts.findMany(workspaceId, ids)).map((contact) => [contact.id, contact]));
    return shared.flatMap((group) => {
      const reason = reasonOf(group.key);
      const contacts = group.ids.flatMap((id) => known.get(id) ?? []);
      return reason === undefined || contacts.length < 2 ? [] : [{ reason, contacts }];
    });
  }
}
