import { Schema } from 'mongoose';

/** That something which is searched has changed in a workspace: `revision` is another after each change. */
export interface KnowledgeRevisionRow {
  /** The workspace. */
  _id: string;
  workspaceId: string;
  revision: number;
}

export const KNOWLEDGE_REVISIONS = 'knowledgeRevisions';

export const knowledgeRevisionSchema = new Schema<KnowledgeRevisionRow>(
  { _id: String, workspaceId: { type: String, required: true }, revision: Number },
  { collection: KNOWLEDGE_REVISIONS, versionKey: false },
);
