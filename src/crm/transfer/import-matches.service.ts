import { Injectable } from '@nestjs/common';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import type { CheckedChanges } from '../domain/contact-changes';
import { keysOf } from '../domain/contact-keys';
import type { ImportedRow, ImportKey } from '../domain/import-row';
import { ContactListsRepository } from '../repositories/contact-lists.repository';
import { ContactsRepository } from '../repositories/contacts.repository';

/** As many as may share a key before it tells nobody apart. */
const MOST = 20;

/** Which contact a row is about. */
@Injectable()
export class ImportMatches {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly lists: ContactListsRepository,
  ) {}

  /** The oldest of those who have the key’s value; null when there is none, or the row has no such value. One query. */
  async find(
    workspaceId: WorkspaceId,
    key: ImportKey | undefined,
    { externalId, identity }: ImportedRow,
    { values: { email, phone } }: CheckedChanges,
  ): Promise<Contact | null> {
    if (key === 'externalId' && externalId !== undefined) return this.contacts.findExternal(workspaceId, externalId);
    if (key === 'identity' && identity !== undefined) {
      const { accountId, participantId } = identity;
      return this.contacts.findPerson({ workspaceId, accountId: accountId as AccountId, participantId });
    }
    if (key === 'email' && typeof email === 'string') return this.oldestWith(workspaceId, { email });
    return key === 'phone' && typeof phone === 'string' ? this.oldestWith(workspaceId, { phone }) : null;
  }

  private async oldestWith(workspaceId: WorkspaceId, wanted: { email: string } | { phone: string }) {
    const { matchKeys } = keysOf({ ...wanted, identities: [], fields: {} });
    const found = matchKeys.length === 0 ? [] : await this.lists.matching(workspaceId, matchKeys, MOST);
    const same = found.filter((contact) =>
      'email' in wanted ? contact.email === wanted.email : contact.phone === wanted.phone,
    );
    return same.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0] ?? null;
  }
}
