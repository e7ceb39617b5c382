import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { ConversationId, WorkspaceId } from '../../../shared/kernel';

/** What a conversation was about before the messages that a model still reads word by word. */
export interface ConversationSummaryRow {
  _id: ConversationId;
  workspaceId: WorkspaceId;
  summary: string;
  /** Time of the last message that it takes in. */
  upTo: Date;
}

export const CONVERSATION_SUMMARIES = 'conversationSummaries';

export const conversationSummarySchema = new Schema<ConversationSummaryRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    summary: { type: String, required: true },
    upTo: { type: Date, required: true },
  },
  { collection: CONVERSATION_SUMMARIES, versionKey: false },
);

export const conversationSummaryIndexes: IndexDeclaration[] = [
  {
    collection: CONVERSATION_SUMMARIES,
    key: { workspaceId: 1 },
    options: { name: 'of-workspace' },
    serves: 'erasing a workspace',
  },
];
