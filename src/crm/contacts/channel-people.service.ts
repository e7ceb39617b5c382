import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type ContactId, conversationIdOf, type WorkspaceId } from '../../shared/kernel';
import { ContactLinks } from './contact-links.service';
import { crmContended } from '../crm.errors';
import { type Contact, ENTRY_STAGE, type IdentityProfile } from '../domain/contact';
import { mirrorOf } from '../domain/contact-event';
import { ContactsRepository } from '../repositories/contacts.repository';

export interface Participant {
  workspaceId: WorkspaceId;
  /** Of a contact who is new. */
  contactId: ContactId;
  accountId: AccountId;
  participantId: string;
}

export type ToldProfile = Participant & { name?: string; username?: string; profile?: IdentityProfile };

const ATTEMPTS = 8;

/** The people whom channels know, as contacts. They are found by their identity, wherever a merge has brought it. */
@Injectable()
export class ChannelPeople {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly links: ContactLinks,
    private readonly clock: Clock,
  ) {}

  async ensure({ at, ...participant }: Participant & { at: Date }): Promise<void> {
    const { contactId, workspaceId, accountId, participantId } = participant;
    const isNew = await this.contacts.insertIfNew({
      id: contactId,
      workspaceId,
      identities: [{ accountId, participantId }],
      tags: [],
      stage: ENTRY_STAGE,
      fields: {},
      createdAt: at,
      updatedAt: at,
    });
    if (!isNew) await this.claimForHolder(participant);
  }

  /** Conversations are made with the id of a contact who is new: of one who was imported or merged, it is another. */
  private async claimForHolder({ contactId, ...person }: Participant): Promise<void> {
    const known = await this.contacts.findToChange(person);
    if (known === null || known.contact.id === contactId) return;
    const lane = conversationIdOf(person.accountId, person.participantId);
    await this.links.claim([lane], mirrorOf(known.contact, known.revision ?? 0));
  }

  async applyProfile({ contactId: _id, name, username, profile, ...person }: ToldProfile): Promise<void> {
    const comment = profile === undefined ? undefined : 'profile';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = await this.contacts.findToChange(person, comment);
      if (known === null) return;
      const at = this.clock.now();
      const next = withProfile(known.contact, { ...person, name, username, profile }, at);
      if (await this.contacts.save(known, next, { at, comment })) return;
    }
    throw crmContended();
  }
}

/** Absent parts keep their value. */
function withProfile(contact: Contact, told: Omit<ToldProfile, 'contactId'>, at: Date): Contact {
  const { accountId, participantId, name, username, profile } = told;
  const news = {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(username === undefined ? {} : { username }),
    ...(profile === undefined ? {} : { profile }),
  };
  const identities = contact.identities.map((identity) =>
    identity.accountId === accountId && identity.participantId === participantId ? { ...identity, ...news } : identity,
  );
  const named = contact.name === undefined && 'name' in news ? { name: news.name } : {};
  return { ...contact, ...named, identities, updatedAt: at };
}
