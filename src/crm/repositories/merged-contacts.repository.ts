import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { Contact } from '../domain/contact';
import { keysOf } from '../domain/contact-keys';
import type { ContactMerge, KeptContact } from '../domain/contact-merge';
import type { ContactToChange } from './contacts.repository';
import { CONTACT_POINTERS, type ContactPointerRow } from '../schemas/contact-pointer.schema';
import { ContactRow } from '../schemas/contact.schema';

/** Contacts that become one, and two again. Each step is a part of a transaction. */
@Injectable()
export class MergedContactsRepository {
  constructor(
    @InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>,
    @InjectModel(CONTACT_POINTERS) private readonly pointers: Model<ContactPointerRow>,
  ) {}

  /** Leaves a pointer in its place. False when the contact has changed since. */
  async takeAway({ contact, revision }: ContactToChange, { id, to }: Pick<ContactMerge, 'id' | 'to'>) {
    const { id: from, workspaceId } = contact;
    const { deletedCount } = await this.contacts.deleteOne({ _id: from, workspaceId, revision });
    if (deletedCount !== 1) return false;
    const pointer = { workspaceId, contactId: to, merges: [id] };
    await this.pointers.updateOne({ _id: from, workspaceId }, { $set: pointer }, { upsert: true });
    return true;
  }

  /** False when the contact that stays has changed since. `effects`: what was applied to either is applied to it. */
  async extend(known: ContactToChange, next: Contact, effects: readonly string[], at: Date): Promise<boolean> {
    const { contact, revision } = known;
    const { id: _i, workspaceId: _w, createdAt: _c, ...rest } = next;
    const unset = CLEARED.filter((name) => next[name] === undefined).map((name) => [name, 1] as const);
    const { matchedCount } = await this.contacts.updateOne(
      { _id: contact.id, workspaceId: contact.workspaceId, revision },
      {
        $set: { ...rest, ...keysOf(next), effects: [...effects], mirrorDue: at },
        $unset: Object.fromEntries(unset),
        $inc: { revision: 1 },
      },
    );
    return matchedCount === 1;
  }

  /** As it was, with a higher revision, in place of the pointer. */
  async giveBack({ contact, revision, effects, edits }: KeptContact, at: Date): Promise<void> {
    const { id, workspaceId, ...rest } = contact;
    await this.pointers.deleteOne({ _id: id, workspaceId });
    const row = { ...rest, ...keysOf(contact), workspaceId, edits, effects: [...effects], mirrorDue: at };
    await this.contacts.insertOne({ _id: id, ...row, revision: revision + 1 } as unknown as ContactRow);
  }
}

const CLEARED = [
  'name',
  'email',
  'phone',
  'ownerId',
  'marketingConsent',
  'consentAt',
  'externalId',
  'goals',
  'stageHistory',
] as const;
