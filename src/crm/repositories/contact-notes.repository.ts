import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey, olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { ContactNote } from '../domain/contact-note';
import { ContactNoteRow } from '../schemas/contact-note.schema';

@Injectable()
export class ContactNotesRepository {
  constructor(@InjectModel(ContactNoteRow.name) private readonly notes: Model<ContactNoteRow>) {}

  async insert({ id, ...rest }: ContactNote): Promise<void> {
    await this.notes.insertOne({ _id: id, ...rest });
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

  /** About the contact, newest first, at most `limit`, those after `after` in that order. */
  async list(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    limit: number,
    after?: CursorPosition,
  ): Promise<ContactNote[]> {
    const rows = await this.notes
      .find({ workspaceId, contactId, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toNote);
  }

  /** The note with its new text; null when there is no such note about the contact. */
  async setText(
    workspaceId: WorkspaceId,
    contactId: ContactId,
    id: string,
    { text, editedAt }: Required<Pick<ContactNote, 'text' | 'editedAt'>>,
  ): Promise<ContactNote | null> {
    const filter = { _id: id, workspaceId, contactId };
    const update = { $set: { text, editedAt } };
    const row = await this.notes.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean();
    return row === null ? null : toNote(row);
  }

  /** False when there was no such note about the contact. */
  async remove(workspaceId: WorkspaceId, contactId: ContactId, id: string): Promise<boolean> {
    const { deletedCount } = await this.notes.deleteOne({ _id: id, workspaceId, contactId });
    return deletedCount === 1;
  }
}

function toNote({ _id, ...rest }: ContactNoteRow): ContactNote {
  return { ...(rest as Omit<ContactNote, 'id'>), id: _id };
}
