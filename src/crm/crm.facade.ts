import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type ContactId, type WorkspaceId } from '../shared/kernel';
import { ContactsRepository } from './repositories/contacts.repository';

export interface Participant {
  workspaceId: WorkspaceId;
  contactId: ContactId;
  accountId: AccountId;
  participantId: string;
}

/** What the domains that talk to people tell the CRM. */
@Injectable()
export class CrmFacade {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * One insert; nothing happens when the contact exists, or another contact has this identity.
   * `at`: when the person first wrote.
   */
  async ensureContact({ at, ...participant }: Participant & { at: Date }): Promise<void> {
    const { contactId, workspaceId, accountId, participantId } = participant;
    await this.contacts.insertIfNew({
      id: contactId,
      workspaceId,
      identities: [{ accountId, participantId }],
      tags: [],
      stage: 'new',
      createdAt: at,
      updatedAt: at,
    });
  }

  /** What the channel tells about the person; a name that somebody typed into the CRM stays. */
  async applyProfile(profile: Participant & { name?: string; username?: string }): Promise<void> {
    const { workspaceId, contactId, name, ...identity } = profile;
    const at = this.clock.now();
    await this.contacts.setIdentity(workspaceId, contactId, { ...identity, ...(name ? { name } : {}) }, at);
    if (name) await this.contacts.setNameIfNone(workspaceId, contactId, name, at);
  }
}
