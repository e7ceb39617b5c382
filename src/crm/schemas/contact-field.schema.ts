import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import { FIELD_TYPES, type FieldType } from '../domain/field-rule';

export const CONTACT_FIELDS = 'contactFields';

export interface ContactFieldRow {
  _id: string;
  workspaceId: WorkspaceId;
  key: string;
  label: string;
  type: FieldType;
  options?: string[];
  required: boolean;
  archived: boolean;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, required: true } as const;

export const contactFieldSchema = new Schema<ContactFieldRow>(
  {
    _id: String,
    workspaceId: text,
    key: text,
    label: text,
    type: { ...text, enum: FIELD_TYPES },
    options: { type: [String], default: undefined },
    required: { type: Boolean, required: true },
    archived: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: CONTACT_FIELDS, versionKey: false },
);

export const contactFieldIndexes: IndexDeclaration[] = [
  {
    collection: CONTACT_FIELDS,
    key: { workspaceId: 1, key: 1 },
    options: { name: 'key', unique: true },
    serves: 'the custom fields of a workspace; one declaration of a key',
  },
];
