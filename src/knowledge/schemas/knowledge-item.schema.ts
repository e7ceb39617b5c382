import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { stableId } from '../../shared/kernel';
import type { KnowledgeItem } from '../domain/knowledge-item';

export interface KnowledgeItemRow extends Omit<KnowledgeItem, 'id'> {
  _id: string;
  /** When it is to be processed next, also by another worker when one died; absent when there is nothing to do. */
  dueAt?: Date;
  /** Begun for the present content. */
  attempts: number;
  /** Of the run that has it now: what another one writes is refused. */
  claim?: string;
}

export const KNOWLEDGE_ITEMS = 'knowledgeItems';

/** The items that say what the settings of a workspace say. */
export const ITEMS_OF_SETTINGS = [
  { kind: 'business', title: 'Business' },
  { kind: 'catalogue', title: 'Catalogue' },
] as const;

export const idOfSettingsItem = (workspaceId: string, kind: string): string =>
  stableId('knowledge-of-settings', workspaceId, kind);

/** Makes one where there is none; it is to be processed at once, with a new version. */
export const followSettings = ({ kind, title }: (typeof ITEMS_OF_SETTINGS)[number], now: Date) => ({
  $setOnInsert: { kind, title, tags: [], active: true, source: {}, createdAt: now },
  $set: { status: 'pending' as const, attempts: 0, dueAt: now, updatedAt: now },
  $inc: { version: 1 },
  $unset: { failure: 1 as const, progress: 1 as const, claim: 1 as const },
});

export const knowledgeItemSchema = new Schema<KnowledgeItemRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    kind: String,
    title: String,
    tags: [String],
    active: Boolean,
    source: Object,
    version: Number,
    status: String,
    progress: Object,
    failure: Object,
    searched: Object,
    dueAt: Date,
    attempts: Number,
    claim: String,
    createdBy: String,
    createdAt: Date,
    updatedAt: Date,
    processedAt: Date,
  },
  { collection: KNOWLEDGE_ITEMS, versionKey: false },
);

export const knowledgeItemIndexes: IndexDeclaration[] = [
  {
    collection: KNOWLEDGE_ITEMS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'the items of a workspace, newest first, and how many there are',
  },
  {
    collection: KNOWLEDGE_ITEMS,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'the items of a workspace in one status, newest first',
  },
  {
    collection: KNOWLEDGE_ITEMS,
    key: { workspaceId: 1, tags: 1, createdAt: -1, _id: -1 },
    options: { name: 'tag-newest' },
    serves: 'the items of a workspace with one tag, newest first',
  },
  {
    collection: KNOWLEDGE_ITEMS,
    key: { workspaceId: 1, active: 1 },
    options: { name: 'searched', partialFilterExpression: { searched: { $exists: true } } },
    serves: 'what an index must hold of a workspace, and what has vectors of another model',
  },
  {
    collection: KNOWLEDGE_ITEMS,
    key: { dueAt: 1 },
    options: { name: 'due', partialFilterExpression: { dueAt: { $exists: true } } },
    serves: 'the sweep for items that are to be processed',
  },
  {
    collection: KNOWLEDGE_ITEMS,
    key: { workspaceId: 1, createdBy: 1 },
    options: { name: 'author', partialFilterExpression: { createdBy: { $exists: true } } },
    serves: 'erasing a member: the items that carry their id',
  },
];
