import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../shared/database';
import { type Escalation, ESCALATION_ORIGINS } from '../domain/escalation';
import { SEVERITIES } from '../domain/severity';
import { ESCALATION_STATUSES } from '../domain/transitions';

export type EscalationRow = Omit<Escalation, 'id'> & {
  _id: string;
  /** True while the status is an open one, else absent: what the unique index counts. */
  open?: true;
  /** 0 is the least urgent. */
  rank: number;
  /** When its promises have something to tell; absent while closed, or when nothing is left to tell. */
  slaDueAt?: Date;
  /** True while it is open and nobody of the team has written. */
  unanswered?: true;
  /** Who has it and who closed it; absent when nobody did. */
  memberIds?: string[];
  /** Reports are to count it, or to count it anew. */
  folded?: CountMark;
};

export const ESCALATIONS = 'escalations';

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const number = { type: Number, required: true } as const;
const json = Schema.Types.Mixed;

export const escalationSchema = new Schema<EscalationRow>(
  {
    _id: String,
    workspaceId: text,
    conversationId: text,
    sourceIds: { type: [String], required: true },
    reason: text,
    summary: text,
    createdBy: { ...text, enum: ESCALATION_ORIGINS },
    status: { ...text, enum: ESCALATION_STATUSES },
    open: Boolean,
    severity: { ...text, enum: SEVERITIES },
    rank: number,
    assigneeId: String,
    followUpCount: number,
    reopenCount: number,
    updates: [json],
    sla: json,
    slaDueAt: Date,
    unanswered: Boolean,
    memberIds: { type: [String], default: undefined },
    resolvedAt: Date,
    resolvedBy: String,
    handBackDueAt: Date,
    holdReleasedAt: Date,
    revision: number,
    folded: json,
    createdAt: date,
    updatedAt: date,
  },
  { collection: ESCALATIONS, versionKey: false, minimize: false },
);

export const escalationIndexes: IndexDeclaration[] = [
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'open-conversation', unique: true, partialFilterExpression: { open: true } },
    serves: 'the open escalation of a conversation; at most one',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, sourceIds: 1 },
    options: { name: 'source', unique: true },
    serves: 'the escalation that a source led to, when opening is repeated after a crash',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'escalations of a workspace, newest first',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'escalations of a workspace in one status, newest first',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, severity: 1, createdAt: -1, _id: -1 },
    options: { name: 'severity-newest' },
    serves: 'escalations of a workspace of one severity, newest first',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, assigneeId: 1, createdAt: -1, _id: -1 },
    options: { name: 'assignee-newest' },
    serves: 'escalations of a member, or of nobody, newest first',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, conversationId: 1, createdAt: -1, _id: -1 },
    options: { name: 'conversation-newest' },
    serves: 'escalations of a conversation, newest first; the timeline of its contact; erasing that contact',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, rank: -1, createdAt: 1, _id: 1 },
    options: { name: 'most-urgent', partialFilterExpression: { open: true } },
    serves: 'open escalations of a workspace, most urgent first, then those that wait longest',
  },
  {
    collection: ESCALATIONS,
    key: { workspaceId: 1, memberIds: 1 },
    options: { name: 'members', partialFilterExpression: { memberIds: { $exists: true } } },
    serves: 'erasing a member who had or closed escalations',
  },
  {
    collection: ESCALATIONS,
    key: { slaDueAt: 1 },
    options: { name: 'sla-due', partialFilterExpression: { slaDueAt: { $type: 'date' } } },
    serves: 'the job that tells what is about to be late, or is, across workspaces',
  },
  {
    collection: ESCALATIONS,
    key: { handBackDueAt: 1 },
    options: { name: 'hand-back-due', partialFilterExpression: { handBackDueAt: { $type: 'date' } } },
    serves: 'closed escalations whose hold has not ended yet, across workspaces',
  },
  {
    collection: ESCALATIONS,
    key: { unanswered: 1, _id: 1 },
    options: { name: 'unanswered', partialFilterExpression: { unanswered: true } },
    serves: 'the job that looks for answers which nobody has noticed, across workspaces',
  },
  {
    collection: ESCALATIONS,
    key: { open: 1, rank: 1 },
    options: { name: 'open-ranks', partialFilterExpression: { open: true } },
    serves: 'metrics: how many are open, of all workspaces, from the index alone',
  },
  waitingIndex(ESCALATIONS),
];
