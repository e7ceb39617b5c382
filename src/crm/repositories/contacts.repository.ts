import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { Contact, ContactIdentity } from '../domain/contact';
import { ContactRow } from '../schemas/contact.schema';

@Injectable()
export class ContactsRepository {
  constructor(@InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>) {}

  /** One command through the bare driver, since it is on the message path; no error when contact or identity exists. */
  async insertIfNew(contact: Contact): Promise<void> {
    const { id, ...rest } = contact;
    try {
      await this.contacts.collection.insertOne({ _id: id as never, ...rest });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async findById(workspaceId: WorkspaceId, id: ContactId): Promise<Contact | null> {
    const row = await this.contacts.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toContact(row);
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<Contact[]> {
    const rows = await this.contacts
      .find({ workspaceId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toContact);
  }

  /** Sets what the channel tells about one identity; absent fields keep their value. */
  async setIdentity(workspaceId: WorkspaceId, id: ContactId, identity: ContactIdentity, at: Date): Promise<void> {
    const { accountId, participantId, name, username } = identity;
    await this.contacts.updateOne(
      { _id: id, workspaceId, identities: { $elemMatch: { accountId, participantId } } },
      {
        $set: {
          updatedAt: at,
          ...(name === undefined ? {} : { 'identities.$.name': name }),
          ...(username === undefined ? {} : { 'identities.$.username': username }),
        },
      },
    );
  }

  /** Only where no name stands yet: one that a person typed is never overwritten. */
  async setNameIfNone(workspaceId: WorkspaceId, id: ContactId, name: string, at: Date): Promise<void> {
    await this.contacts.updateOne(
      { _id: id, workspaceId, name: { $exists: false } },
      { $set: { name, updatedAt: at } },
    );
  }
}

function toContact({ _id, ...rest }: ContactRow): Contact {
  return { ...(rest as Omit<Contact, 'id'>), id: _id as ContactId };
}
