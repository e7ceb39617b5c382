import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

export const DRAFT_STATUSES = ['draft', 'archived'] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

/** What was last published of a draft. */
export interface DraftPublication {
  versionId: string;
  version: number;
  /** `version` of the draft then: a higher one has changes that are not published. */
  draftVersion: number;
  at: Date;
}

/** The working copy of a flow. */
export interface FlowDraftRow {
  _id: string;
  name: string;
  description: string;
  status: DraftStatus;
  /** The template that it becomes a version of; null: a new one. */
  templateId: string | null;
  /** JSON of a `DraftContent`. As a text, since a draft may hold anything, also field names that no database takes. */
  content: string;
  /** One more at every change. */
  version: number;
  published: DraftPublication | null;
  createdBy?: string;
  updatedBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const FLOW_DRAFTS = 'flowDrafts';

export const flowDraftSchema = new Schema<FlowDraftRow>(
  {
    _id: String,
    name: String,
    description: String,
    status: String,
    templateId: String,
    content: String,
    version: Number,
    published: Schema.Types.Mixed,
    createdBy: String,
    updatedBy: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: FLOW_DRAFTS, versionKey: false },
);

export const flowDraftIndexes: IndexDeclaration[] = [
  {
    collection: FLOW_DRAFTS,
    key: { createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the list of all drafts, newest first, by cursor',
  },
  {
    collection: FLOW_DRAFTS,
    key: { status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status_newest' },
    serves: 'the drafts of a status, newest first, by cursor',
  },
  {
    collection: FLOW_DRAFTS,
    key: { templateId: 1, createdAt: -1, _id: -1 },
    options: { name: 'template_newest' },
    serves: 'the drafts of a template, newest first, by cursor',
  },
];
