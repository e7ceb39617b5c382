import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { AccountId, ContactId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import type { Contact, ContactIdentity, ContactStage } from '../domain/contact';
import type { ContactEdit } from '../domain/contact-changes';
import type { PersonRef } from '../domain/person';
import { APPLIED_EFFECTS, ContactRow } from '../schemas/contact.schema';

export interface ContactFilter {
  stage?: ContactStage;
  /** Normalised. */
  tag?: string;
  ownerId?: UserId;
}

/** A contact with what a change of it depends on. */
export interface ContactToChange {
  contact: Contact;
  /** Counts the changes; null before the first one. */
  revision: number | null;
  /** The newest effects that were applied. */
  effects: readonly string[];
}

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

  /** Those who have an identity of the account with one of these participants. */
  async listByIdentity(
    workspaceId: WorkspaceId,
    accountId: AccountId,
    participantIds: readonly string[],
  ): Promise<Contact[]> {
    const identities = { $elemMatch: { accountId, participantId: { $in: [...participantIds] } } };
    const rows = await this.contacts.find({ workspaceId, identities }).lean();
    return rows.map(toContact);
  }

  /** They stay, known by other accounts. */
  async dropIdentities(workspaceId: WorkspaceId, ids: readonly ContactId[], accountId: AccountId): Promise<void> {
    await this.contacts.updateMany({ _id: { $in: [...ids] }, workspaceId }, { $pull: { identities: { accountId } } });
  }

  async findPerson(person: PersonRef): Promise<Contact | null> {
    const row = await this.contacts.findOne(filterOf(person)).lean();
    return row === null ? null : toContact(row);
  }

  async findToChange(person: PersonRef): Promise<ContactToChange | null> {
    const row = await this.contacts.findOne(filterOf(person)).lean();
    return row === null
      ? null
      : { contact: toContact(row), revision: row.revision ?? null, effects: row.effects ?? [] };
  }

  /** Newest first, at most `limit`, those after `after` in that order. */
  async list(
    workspaceId: WorkspaceId,
    limit: number,
    after?: CursorPosition,
    { stage, tag, ownerId }: ContactFilter = {},
  ): Promise<Contact[]> {
    const filter = {
      workspaceId,
      ...(stage === undefined ? {} : { stage }),
      ...(tag === undefined ? {} : { tags: tag }),
      ...(ownerId === undefined ? {} : { ownerId }),
    };
    const rows = await this.contacts
      .find({ ...filter, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toContact);
  }

  /**
   * Saves an edit that was decided on `known`, and remembers the effect it came from. False, with nothing saved, when the
   * contact has changed since, is gone, or the effect was applied already.
   */
  async saveEdit({ contact, revision }: ContactToChange, edit: ContactEdit, at: Date, effectId?: string) {
    const { id, workspaceId } = contact;
    const { set, unset } = operationsOf(edit);
    const touched = Object.keys(set).length + Object.keys(unset).length > 0;
    const { matchedCount } = await this.contacts.updateOne(
      { _id: id, workspaceId, revision, ...(effectId === undefined ? {} : { effects: { $ne: effectId } }) },
      {
        $inc: { revision: 1 },
        ...(touched ? { $set: { ...set, updatedAt: at } } : {}),
        ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
        ...(effectId === undefined ? {} : { $push: { effects: { $each: [effectId], $slice: -APPLIED_EFFECTS } } }),
      },
    );
    return matchedCount === 1;
  }

  /** Sets what the channel tells about one identity; absent fields keep their value. */
  async setIdentity(workspaceId: WorkspaceId, id: ContactId, identity: ContactIdentity, at: Date): Promise<void> {
    const { accountId, participantId, name, username, profile } = identity;
    await this.contacts.updateOne(
      { _id: id, workspaceId, identities: { $elemMatch: { accountId, participantId } } },
      {
        $set: {
          updatedAt: at,
          ...(name === undefined ? {} : { 'identities.$.name': name }),
          ...(username === undefined ? {} : { 'identities.$.username': username }),
          ...(profile === undefined ? {} : { 'identities.$.profile': profile }),
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

function filterOf(person: PersonRef): Record<string, unknown> {
  const { workspaceId } = person;
  if ('contactId' in person) return { _id: person.contactId, workspaceId };
  const { accountId, participantId } = person;
  // The first condition is what the partial index asks for; the second binds both parts to one identity.
  return {
    workspaceId,
    'identities.participantId': participantId,
    identities: { $elemMatch: { accountId, participantId } },
  };
}

function operationsOf({ values, fields, tags }: ContactEdit) {
  const ofFields = Object.entries(fields).map(([key, value]) => [`fields.${key}`, value] as const);
  const all: (readonly [string, unknown])[] = [...Object.entries(values), ...ofFields];
  return {
    set: {
      ...Object.fromEntries(all.filter(([, value]) => value !== null)),
      ...(tags === undefined ? {} : { tags: [...tags] }),
    },
    unset: Object.fromEntries(all.filter(([, value]) => value === null).map(([path]) => [path, 1 as const])),
  };
}

function toContact(row: ContactRow): Contact {
  const { _id, revision: _revision, effects: _effects, ...rest } = row;
  return { ...(rest as Omit<Contact, 'id' | 'fields'>), fields: rest.fields ?? {}, id: _id as ContactId };
}
