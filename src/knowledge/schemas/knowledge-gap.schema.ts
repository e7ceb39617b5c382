import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** Questions that came to the same words and that nothing in the knowledge base answers. */
export interface KnowledgeGapRow {
  /** Made of the workspace and the words. */
  _id: string;
  workspaceId: string;
  /** The latest ones, without numbers and addresses of people. */
  questions: string[];
  count: number;
  /** Where it was asked by people, so that it goes with them; the latest ones. */
  conversationIds: string[];
  firstAt: Date;
  lastAt: Date;
}

export const KNOWLEDGE_GAPS = 'knowledgeGaps';
const KEPT_SECONDS = 90 * 24 * 60 * 60;

export const knowledgeGapSchema = new Schema<KnowledgeGapRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    questions: [String],
    count: Number,
    conversationIds: [String],
    firstAt: Date,
    lastAt: Date,
  },
  { collection: KNOWLEDGE_GAPS, versionKey: false },
);

export const knowledgeGapIndexes: IndexDeclaration[] = [
  {
    collection: KNOWLEDGE_GAPS,
    key: { workspaceId: 1, count: -1, _id: -1 },
    options: { name: 'most-asked' },
    serves: 'the gaps of a workspace, those asked most often first',
  },
  {
    collection: KNOWLEDGE_GAPS,
    key: { workspaceId: 1, conversationIds: 1 },
    options: { name: 'of-conversations' },
    serves: 'export and erasure of a contact',
  },
  {
    collection: KNOWLEDGE_GAPS,
    key: { lastAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: KEPT_SECONDS },
    serves: 'deletion of what nobody asks any more',
  },
];
