import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { ContactId, WorkspaceId } from '../../shared/kernel';

export const CONTACT_POINTERS = 'contactPointers';

/** Where a contact went that was merged into another one: whoever still has its id finds that one. */
export interface ContactPointerRow {
  /** Of the contact that is no more. */
  _id: ContactId;
  workspaceId: WorkspaceId;
  /** That holds its data now. */
  contactId: ContactId;
  /** Merges that brought it there, oldest first. */
  merges: string[];
}

export const contactPointerSchema = new Schema<ContactPointerRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    contactId: { type: String, required: true },
    merges: { type: [String], required: true },
  },
  { collection: CONTACT_POINTERS, versionKey: false },
);

export const contactPointerIndexes: IndexDeclaration[] = [
  {
    collection: CONTACT_POINTERS,
    key: { workspaceId: 1, contactId: 1 },
    options: { name: 'of-contact' },
    serves: 'what was merged into a contact, when that is merged itself or erased',
  },
];
