import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { ReplyDraft } from '../domain/reply-draft';

export type ReplyDraftRow = Omit<ReplyDraft, 'id'> & { _id: string };

export const REPLY_DRAFTS = 'replyDrafts';

const json = Schema.Types.Mixed;
const text = { type: String, required: true } as const;

export const replyDraftSchema = new Schema<ReplyDraftRow>(
  {
    _id: String,
    workspaceId: text,
    conversationId: text,
    status: text,
    source: String,
    mode: String,
    answersUpTo: Date,
    supersededBy: String,
    text: String,
    question: String,
    reason: String,
    citations: [json],
    sentText: String,
    editDistance: Number,
    decidedBy: String,
    decidedAt: Date,
    createdAt: { type: Date, required: true },
  },
  { collection: REPLY_DRAFTS, versionKey: false, minimize: false },
);

export const replyDraftIndexes: IndexDeclaration[] = [
  {
    collection: REPLY_DRAFTS,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'the drafts of a workspace that wait for a person, newest first',
  },
  {
    collection: REPLY_DRAFTS,
    key: { workspaceId: 1, conversationId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'conversation-newest' },
    serves: 'the drafts of a conversation, newest first; those that are retracted',
  },
  {
    collection: REPLY_DRAFTS,
    key: { workspaceId: 1, decidedBy: 1 },
    options: { name: 'decided-by', partialFilterExpression: { decidedBy: { $exists: true } } },
    serves: 'erasing a member',
  },
  {
    collection: REPLY_DRAFTS,
    key: { workspaceId: 1, createdAt: 1 },
    options: { name: 'created' },
    serves: 'what became of the drafts of some time',
  },
];
