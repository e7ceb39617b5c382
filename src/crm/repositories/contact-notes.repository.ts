import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { ContactNote } from '../domain/contact-note';
import { ContactNoteRow } from '../schemas/contact-note.schema';
import type { MoveBack } from './crm-tasks.repository';

/** Lists do without what notes said before. */
const WITHOUT_EDITS = { edits: 0 } as const;

@Injectable()
export class ContactNotesRepository {
  constructor(@InjectModel(ContactNoteRow.name) private readonly notes: Model<ContactNoteRow>) {}

  async insert(note: ContactNote): Promise<void> {
    await this.notes.insertOne(toRow(note));
  }

  /** False when there is one of this id. */
  async insertIfNew(note: ContactNote): Promise<boolean> {
    try {
      await this.insert(note);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** With what it said before. */
  async find(workspaceId: WorkspaceId, contactId: ContactId, id: string): Promise<ContactNote | null> {
    const row = await this.notes.findOne({ _id: id, workspaceId, contactId }).lean();
    return row === null ? null : toNote(row);
  }

  /** About the contact, newest first, at most `limit`, those after `after` in that order; without what they said before. */
  async list(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    limit: number,
    after?: CursorPosition,
  ): Promise<ContactNote[]> {
    const rows = await this.notes
      .find({ workspaceId, contactId, ...olderThan('createdAt', after) }, WITHOUT_EDITS)
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toNote);
  }

  /** Replaces `before` by `after`; false when it changed since, or is gone. */
  async replace(before: ContactNote, after: ContactNote): Promise<boolean> {
    const { id, workspaceId, contactId, text, editedAt } = before;
    const asRead = { _id: id, workspaceId, contactId, text, editedAt: editedAt ?? { $exists: false } };
    const { matchedCount } = await this.notes.replaceOne(asRead, toRow(after));
    return matchedCount === 1;
  }

  /** False when there was no such note about the contact. */
  async remove(workspaceId: WorkspaceId, contactId: ContactId, id: string): Promise<boolean> {
    const { deletedCount } = await this.notes.deleteOne({ _id: id, workspaceId, contactId });
    return deletedCount === 1;
  }

  /** Notes about `from` are about `to` now, and remember why. */
  async moveAlong(workspaceId: WorkspaceId, from: ContactId, to: ContactId, mergeId: string): Promise<void> {
    const update = { $set: { contactId: to }, $addToSet: { merges: mergeId } };
    await this.notes.updateMany({ workspaceId, contactId: from }, update);
  }

  /** Those that a merge moved, and those of its conversations, are about `to` again. */
  async moveBack(workspaceId: WorkspaceId, { from, to, mergeId, conversationIds }: MoveBack): Promise<void> {
    const update = { $set: { contactId: to }, $pull: { merges: mergeId } };
    await this.notes.updateMany({ workspaceId, contactId: from, merges: mergeId }, update);
    if (conversationIds.length === 0) return;
    await this.notes.updateMany({ workspaceId, conversationId: { $in: conversationIds }, contactId: from }, update);
  }
}

function toRow({ id, mentions, edits, merges, ...rest }: ContactNote): ContactNoteRow {
  return {
    _id: id,
    ...rest,
    ...(mentions === undefined ? {} : { mentions: [...mentions] }),
    ...(edits === undefined ? {} : { edits: [...edits] }),
    ...(merges === undefined ? {} : { merges: [...merges] }),
  };
}

function toNote({ _id, ...rest }: ContactNoteRow): ContactNote {
  return { ...(rest as Omit<ContactNote, 'id'>), id: _id };
}
