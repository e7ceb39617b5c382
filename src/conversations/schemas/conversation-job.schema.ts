import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { BulkAction } from '../domain/bulk-action';
import type { InboxWishes } from '../domain/inbox-wishes';

export const CONVERSATION_JOB_STATUSES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type ConversationJobStatus = (typeof CONVERSATION_JOB_STATUSES)[number];

/** The conversations of one step. */
export interface JobBatch {
  ids: ConversationId[];
  /** Where the walk goes on behind them; null: nowhere. */
  cursor: string | null;
  isLast: boolean;
}

/** Something that is done with many conversations. */
export interface ConversationJobRow {
  _id: string;
  workspaceId: WorkspaceId;
  /** Absent when a key asked for it. */
  createdBy?: UserId;
  /** In whose name: of the user or the key. */
  actorId: string;
  correlationId: string;
  action: BulkAction;
  /** Those that were named; null: those that fit the wishes. */
  conversationIds: ConversationId[] | null;
  wishes: InboxWishes | null;
  status: ConversationJobStatus;
  /** Known from the start for those that were named. */
  total: number | null;
  /** Looked at so far. */
  done: number;
  /** Of those, how many it did not change: gone, or without a contact for a tag. */
  skipped: number;
  /** Where the walk goes on. */
  cursor: string | null;
  /** The step under way, where a filter chose it: what is done takes conversations off its list. */
  batch?: JobBatch;
  failures: number;
  problem: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** Until a worker may take it; absent once it has ended. */
  dueAt?: Date;
  expiresAt: Date;
}

export const CONVERSATION_JOBS = 'conversationJobs';

const json = Schema.Types.Mixed;
const required = { type: String, required: true } as const;

export const conversationJobSchema = new Schema<ConversationJobRow>(
  {
    _id: String,
    workspaceId: required,
    createdBy: String,
    actorId: required,
    correlationId: String,
    action: json,
    conversationIds: json,
    wishes: json,
    status: required,
    total: Number,
    done: Number,
    skipped: Number,
    cursor: String,
    batch: json,
    failures: Number,
    problem: String,
    createdAt: Date,
    updatedAt: Date,
    dueAt: Date,
    expiresAt: Date,
  },
  { collection: CONVERSATION_JOBS, versionKey: false, minimize: false },
);

export const conversationJobIndexes: IndexDeclaration[] = [
  {
    collection: CONVERSATION_JOBS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'jobs of a workspace, newest first',
  },
  {
    collection: CONVERSATION_JOBS,
    key: { dueAt: 1 },
    options: { name: 'due', partialFilterExpression: { dueAt: { $type: 'date' } } },
    serves: 'the job that works them off',
  },
  {
    collection: CONVERSATION_JOBS,
    key: { workspaceId: 1, createdBy: 1 },
    options: { name: 'of_member' },
    serves: 'erasing a member',
  },
  {
    collection: CONVERSATION_JOBS,
    key: { workspaceId: 1, conversationIds: 1 },
    options: { name: 'of_conversation' },
    serves: 'erasing a conversation',
  },
  {
    collection: CONVERSATION_JOBS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting jobs that have ended long ago',
  },
];
