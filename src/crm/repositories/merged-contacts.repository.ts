import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { Contact } from '../domain/contact';
import { keysOf } from '../domain/contact-keys';
import type { ContactId, WorkspaceId } from '../../shared/kernel';
import type { ContactMerge, KeptContact } from '../domain/contact-merge';
import { type ContactToChange, toChange } from './contacts.repository';
import { CONTACT_POINTERS, type ContactPointerRow } from '../schemas/contact-pointer.schema';
import { ContactRow } from '../schemas/contact.schema';

type Numbers = Pick<KeptContact, 'effects' | 'revision'>;

/** Contacts that become one, and two again. Each step is a part of a transaction. */
@Injectable()
export class MergedContactsRepository {
  constructor(
    @InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>,
    @InjectModel(CONTACT_POINTERS) private readonly pointers: Model<ContactPointerRow>,
  ) {}

  /**
   * Counts a change of each, and so keeps everybody else from them until the transaction ends: whoever writes meanwhile waits,
   * then sees a later revision and decides again. Those of them that there are, as nobody can change them any more.
   */
  async hold(workspaceId: WorkspaceId, ids: readonly ContactId[]): Promise<ContactToChange[]> {
    const these = { _id: { $in: [...ids] }, workspaceId };
    await this.contacts.updateMany(these, { $inc: { revision: 1 } });
    return (await this.contacts.find(these).lean()).map(toChange);
  }

  /** Leaves a pointer in its place. */
  async takeAway({ workspaceId, id: from }: Contact, { id, to }: Pick<ContactMerge, 'id' | 'to'>): Promise<void> {
    await this.contacts.deleteOne({ _id: from, workspaceId });
    const pointer = { workspaceId, contactId: to, merges: [id] };
    await this.pointers.updateOne({ _id: from, workspaceId }, { $set: pointer }, { upsert: true });
  }

  /** `effects`: what was applied to either is applied to it. `revision`: the one that it has then. */
  async extend(next: Contact, { effects, revision }: Numbers, at: Date): Promise<void> {
    const { id: _id, workspaceId, createdAt: _c, ...rest } = next;
    const unset = CLEARED.filter((name) => next[name] === undefined).map((name) => [name, 1] as const);
    await this.contacts.updateOne(
      { _id, workspaceId },
      {
        $set: { ...rest, ...keysOf(next), effects: [...effects], revision, mirrorDue: at },
        $unset: Object.fromEntries(unset),
      },
    );
  }

  /** Without its external id, if another contact has that by now. */
  async withFreeId(contact: Contact): Promise<Contact> {
    const { id, workspaceId, externalId, ...rest } = contact;
    if (externalId === undefined) return contact;
    const other = await this.contacts.exists({ workspaceId, externalId, _id: { $ne: id } });
    return other === null ? contact : { id, workspaceId, ...rest };
  }

  /** With this revision, in place of the pointer. */
  async giveBack({ contact, revision, effects, edits }: KeptContact, at: Date): Promise<void> {
    const { id, workspaceId, ...rest } = contact;
    await this.pointers.deleteOne({ _id: id, workspaceId });
    const row = { ...rest, ...keysOf(contact), workspaceId, edits, effects: [...effects], mirrorDue: at };
    await this.contacts.insertOne({ _id: id, ...row, revision } as unknown as ContactRow);
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
  'changeHistory',
] as const;
