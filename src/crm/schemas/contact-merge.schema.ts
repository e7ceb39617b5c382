import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { ContactMerge, MergeSides } from '../domain/contact-merge';

export const CONTACT_MERGES = 'contactMerges';

export interface ContactMergeRow extends Omit<ContactMerge, 'id' | 'lanes' | 'sides'>, Partial<MergeSides> {
  _id: string;
  /** Absent in rows from before they were kept by themselves. */
  lanes?: ContactMerge['lanes'];
  /** Later merges that took this one along, with what it is about. */
  followed?: string[];
  /** When everything that names the contacts is gone through again; absent when that is done. */
  settleAt?: Date;
  /** When it cannot be undone any more, and what was known is forgotten. */
  expiresAt: Date;
}

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const json = Schema.Types.Mixed;

export const contactMergeSchema = new Schema<ContactMergeRow>(
  {
    _id: String,
    workspaceId: text,
    from: text,
    to: text,
    holder: text,
    lanes: { type: [String], default: undefined },
    followed: { type: [String], default: undefined },
    loser: json,
    before: json,
    merged: json,
    revision: { type: Number, required: true },
    status: text,
    at: date,
    undoUntil: date,
    undoneAt: Date,
    mergedBy: String,
    settled: { type: Number, required: true },
    settleAt: Date,
    expiresAt: date,
  },
  { collection: CONTACT_MERGES, versionKey: false, minimize: false },
);

export const contactMergeIndexes: IndexDeclaration[] = [
  {
    collection: CONTACT_MERGES,
    key: { workspaceId: 1, holder: 1, at: -1, _id: -1 },
    options: { name: 'holder-newest' },
    serves: 'merges into a contact, the last first; erasing it',
  },
  {
    collection: CONTACT_MERGES,
    key: { workspaceId: 1, from: 1 },
    options: { name: 'from' },
    serves: 'what became of a contact; erasing it',
  },
  {
    collection: CONTACT_MERGES,
    key: { workspaceId: 1, at: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the merges of a workspace, newest first',
  },
  {
    collection: CONTACT_MERGES,
    key: { workspaceId: 1, mergedBy: 1 },
    options: { name: 'merger', partialFilterExpression: { mergedBy: { $exists: true } } },
    serves: 'erasing a member: the merges that carry their name',
  },
  {
    collection: CONTACT_MERGES,
    key: { settleAt: 1 },
    options: { name: 'settle-due', partialFilterExpression: { settleAt: { $exists: true } } },
    serves: 'the job that goes through what names merged contacts',
  },
  {
    collection: CONTACT_MERGES,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting what merged contacts were, after 30 days',
  },
];
