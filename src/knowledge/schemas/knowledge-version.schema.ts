import { Schema, type mongo } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { KnowledgeVersion } from '../domain/knowledge-item';

export interface KnowledgeVersionRow extends KnowledgeVersion {
  /** Made of the item and the version. */
  _id: string;
  /** Of an upload, until its text has been read. */
  bytes?: mongo.Binary;
}

export const KNOWLEDGE_VERSIONS = 'knowledgeVersions';

export const knowledgeVersionSchema = new Schema<KnowledgeVersionRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    itemId: String,
    version: Number,
    title: String,
    content: String,
    url: String,
    bytes: Buffer,
    createdBy: String,
    createdAt: Date,
  },
  { collection: KNOWLEDGE_VERSIONS, versionKey: false },
);

export const knowledgeVersionIndexes: IndexDeclaration[] = [
  {
    collection: KNOWLEDGE_VERSIONS,
    key: { workspaceId: 1, itemId: 1, version: -1 },
    options: { name: 'item-newest', unique: true },
    serves: 'the versions of an item, newest first',
  },
  {
    collection: KNOWLEDGE_VERSIONS,
    key: { workspaceId: 1, createdBy: 1 },
    options: { name: 'author', partialFilterExpression: { createdBy: { $exists: true } } },
    serves: 'erasing a member: the versions that carry their id',
  },
];
