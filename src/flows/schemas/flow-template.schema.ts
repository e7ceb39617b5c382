import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

export const TEMPLATE_STATUSES = ['active', 'archived'] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

/** A flow product, the same for every workspace; what it does stands in its versions. */
export interface FlowTemplateRow {
  _id: string;
  name: string;
  description: string;
  status: TemplateStatus;
  /** The version that new activations take. */
  currentVersionId: string;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const FLOW_TEMPLATES = 'flowTemplates';

export const flowTemplateSchema = new Schema<FlowTemplateRow>(
  {
    _id: String,
    name: String,
    description: String,
    status: String,
    currentVersionId: String,
    createdBy: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: FLOW_TEMPLATES, versionKey: false },
);

export const flowTemplateIndexes: IndexDeclaration[] = [
  {
    collection: FLOW_TEMPLATES,
    key: { status: 1, createdAt: -1, _id: -1 },
    options: { name: 'gallery' },
    serves: 'the list of published templates, newest first, by cursor',
  },
  {
    collection: FLOW_TEMPLATES,
    key: { createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the list of all templates for platform admins, newest first, by cursor',
  },
];
