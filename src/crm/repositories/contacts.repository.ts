import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../shared/database';
import { type AccountId, type ContactId, knownFields, type WorkspaceId } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import { keysOf } from '../domain/contact-keys';
import type { PersonRef } from '../domain/person';
import { CONTACT_POINTERS, type ContactPointerRow } from '../schemas/contact-pointer.schema';
import { APPLIED_EFFECTS, ContactRow } from '../schemas/contact.schema';

/** A contact with what a change of it depends on. */
export interface ContactToChange {
  contact: Contact;
  /** Counts the changes; null before the first one. */
  revision: number | null;
  /** The newest effects that were applied. */
  effects: readonly string[];
  /** By field: the revision that last edited it. */
  edits: Readonly<Record<string, number>>;
}

export interface SaveNote {
  at: Date;
  /** Names of what people or flows edited. */
  edited?: readonly string[];
  effectId?: string;
  /** Others have copies of what changed. */
  mirrored?: boolean;
  /** What it is for, to be seen by whoever watches the database. */
  comment?: string;
}

/** How often a pointer is followed: once, but for merges that end between its being read and the contact's. */
const FOLLOWED = 5;

@Injectable()
export class ContactsRepository {
  constructor(
    @InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>,
    @InjectModel(CONTACT_POINTERS) private readonly pointers: Model<ContactPointerRow>,
  ) {}

  /** One command through the bare driver, since it is on the message path. False when contact or identity exists. */
  async insertIfNew(contact: Contact): Promise<boolean> {
    const { id, ...rest } = contact;
    const { nameOrder } = keysOf(contact);
    try {
      await this.contacts.collection.insertOne({ _id: id as never, ...rest, nameOrder });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** With everything that it is found by. @throws of the database, when its id, identity or external id is taken. */
  async insert(contact: Contact, note: Pick<SaveNote, 'edited'>): Promise<void> {
    const { id, ...rest } = contact;
    const edits = editsOf(note.edited ?? [], 1);
    await this.contacts.insertOne({
      _id: id,
      ...rest,
      ...keysOf(contact),
      edits,
      revision: 1,
    } as unknown as ContactRow);
  }

  /** Also by the id of a contact that was merged into it. */
  async findById(workspaceId: WorkspaceId, id: ContactId): Promise<Contact | null> {
    return this.findPerson({ workspaceId, contactId: id });
  }

  async findExternal(workspaceId: WorkspaceId, externalId: string): Promise<Contact | null> {
    const row = await this.contacts.findOne({ workspaceId, externalId }).lean();
    return row === null ? null : toContact(row);
  }

  /** Those of them that there are, by their own ids. */
  async findMany(workspaceId: WorkspaceId, ids: readonly ContactId[]): Promise<Contact[]> {
    const rows = await this.contacts.find({ _id: { $in: [...ids] }, workspaceId }).lean();
    return rows.map(toContact);
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
    await this.contacts.updateMany(
      { _id: { $in: [...ids] }, workspaceId },
      { $pull: { identities: { accountId } }, $inc: { revision: 1 } },
    );
  }

  /** Of contacts that were merged into these. */
  async formerIds(workspaceId: WorkspaceId, ids: readonly ContactId[]): Promise<ContactId[]> {
    const rows = await this.pointers.find({ workspaceId, contactId: { $in: [...ids] } }, { _id: 1 }).lean();
    return rows.map(({ _id }) => _id);
  }

  async findPerson(person: PersonRef): Promise<Contact | null> {
    const row = await this.rowOf(person);
    return row === null ? null : toContact(row);
  }

  /** `comment`: what for, to be seen by whoever watches the database. */
  async findToChange(person: PersonRef, comment?: string): Promise<ContactToChange | null> {
    const row = await this.rowOf(person, comment);
    return row === null ? null : toChange(row);
  }

  /**
   * Saves `next`, decided on `known`, and remembers the effect it came from. False, with nothing saved, when the contact has
   * changed since, is gone, or the effect was applied already.
   */
  async save({ contact, revision }: ContactToChange, next: Contact, note: SaveNote): Promise<boolean> {
    const { id, workspaceId } = contact;
    const { effectId, at, edited = [], mirrored = false, comment } = note;
    const { set, unset } = operationsOf(next);
    const edits = Object.entries(editsOf(edited, (revision ?? 0) + 1)).map(
      ([name, n]) => [`edits.${name}`, n] as const,
    );
    const { matchedCount } = await this.contacts.updateOne(
      { _id: id, workspaceId, revision, ...(effectId === undefined ? {} : { effects: { $ne: effectId } }) },
      {
        $inc: { revision: 1 },
        $set: { ...set, ...Object.fromEntries(edits), ...(mirrored ? { mirrorDue: at } : {}) },
        $unset: unset,
        ...(effectId === undefined ? {} : { $push: { effects: { $each: [effectId], $slice: -APPLIED_EFFECTS } } }),
      },
      { comment },
    );
    return matchedCount === 1;
  }

  /** A contact that was merged is found at the one that it went into. */
  private async rowOf(person: PersonRef, comment?: string): Promise<ContactRow | null> {
    const { workspaceId } = person;
    const row = await this.contacts.findOne(filterOf(person), null, { comment }).lean();
    if (row !== null || !('contactId' in person)) return row;
    return this.rowBehind(workspaceId, person.contactId);
  }

  /** Merges and their undoings go on meanwhile: what is not where the pointer led has its own one, or is back. */
  private async rowBehind(workspaceId: WorkspaceId, merged: ContactId): Promise<ContactRow | null> {
    let id = merged;
    for (let step = 0; step < FOLLOWED; step += 1) {
      const pointer = await this.pointers.findOne({ _id: id, workspaceId }).lean();
      id = pointer?.contactId ?? merged;
      const row = await this.contacts.findOne({ _id: id, workspaceId }).lean();
      if (row !== null || pointer === null) return row;
    }
    return null;
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

/** What a change may take away. */
const OPTIONAL = [
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

/** All that a contact is besides its ids: whoever saves it has decided on all of it. */
function operationsOf({ id: _id, workspaceId: _w, createdAt: _c, source: _s, ...rest }: Contact) {
  const set = { ...knownFields(rest), ...keysOf(rest) };
  const unset = OPTIONAL.filter((name) => rest[name] === undefined).map((name) => [name, 1] as const);
  return { set, unset: Object.fromEntries(unset) };
}

/** Paths of a database cannot have a dot in a name. */
export const editName = (name: string): string => name.replace('.', ':');

const editsOf = (names: readonly string[], revision: number): Record<string, number> =>
  Object.fromEntries(names.map((name) => [editName(name), revision]));

export function toContact(row: ContactRow): Contact {
  const { _id, revision: _r, effects: _e, edits: _d, mirrorDue: _m, ...rest } = row;
  const { searchTerms: _t, nameOrder: _o, fieldTerms: _f, matchKeys: _k, ...known } = rest;
  return { ...(known as unknown as Omit<Contact, 'id' | 'fields'>), fields: known.fields ?? {}, id: _id as ContactId };
}

export const toChange = (row: ContactRow): ContactToChange => ({
  contact: toContact(row),
  revision: row.revision ?? null,
  effects: row.effects ?? [],
  edits: row.edits ?? {},
});
