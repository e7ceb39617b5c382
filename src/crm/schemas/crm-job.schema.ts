import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import {
  CRM_JOB_STATUSES,
  type CrmJobStatus,
  type JobProgress,
  type JobTask,
  type RowProblem,
} from '../domain/crm-job';

export const CRM_JOBS = 'crmJobs';
export const CRM_JOB_PIECES = 'crmJobPieces';

export interface CrmJobRow {
  _id: string;
  workspaceId: WorkspaceId;
  task: JobTask;
  status: CrmJobStatus;
  progress: JobProgress;
  problems: RowProblem[];
  step: number;
  cursor?: string;
  leftOut?: string[];
  /** People that it was let import: written with each of them, so that an erasure at the same time shows. */
  admitted?: number;
  /** How often the present step was begun. */
  attempts: number;
  /** When its next step may begin; absent once it has ended. */
  dueAt?: Date;
  createdBy?: UserId;
  createdAt: Date;
  finishedAt?: Date;
  expiresAt?: Date;
}

/** A part of the file that a job reads, or has written. */
export interface CrmJobPieceRow {
  /** Of the job and the position. */
  _id: string;
  workspaceId: WorkspaceId;
  jobId: string;
  position: number;
  /** Of a file that is read. */
  lines?: { line: number; cells: string[] }[];
  /** Of a file that is written. */
  rows?: Record<string, unknown>[];
  /** Who is in it. */
  contactIds?: string[];
  expiresAt: Date;
}

const text = { type: String, required: true } as const;
const json = Schema.Types.Mixed;
const date = { type: Date, required: true } as const;

export const crmJobSchema = new Schema<CrmJobRow>(
  {
    _id: String,
    workspaceId: text,
    task: { type: json, required: true },
    status: { ...text, enum: CRM_JOB_STATUSES },
    progress: { type: json, required: true },
    problems: [json],
    step: { type: Number, required: true },
    cursor: String,
    leftOut: { type: [String], default: undefined },
    admitted: Number,
    attempts: { type: Number, required: true },
    dueAt: Date,
    createdBy: String,
    createdAt: date,
    finishedAt: Date,
    expiresAt: Date,
  },
  { collection: CRM_JOBS, versionKey: false, minimize: false },
);

export const crmJobPieceSchema = new Schema<CrmJobPieceRow>(
  {
    _id: String,
    workspaceId: text,
    jobId: text,
    position: { type: Number, required: true },
    lines: { type: [json], default: undefined },
    rows: { type: [json], default: undefined },
    contactIds: { type: [String], default: undefined },
    expiresAt: date,
  },
  { collection: CRM_JOB_PIECES, versionKey: false, minimize: false },
);

export const crmJobIndexes: IndexDeclaration[] = [
  {
    collection: CRM_JOBS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the jobs of a workspace, newest first',
  },
  {
    collection: CRM_JOBS,
    key: { dueAt: 1 },
    options: { name: 'due', partialFilterExpression: { dueAt: { $exists: true } } },
    serves: 'the next step of any job',
  },
  {
    collection: CRM_JOBS,
    key: { workspaceId: 1, createdBy: 1 },
    options: { name: 'creator', partialFilterExpression: { createdBy: { $exists: true } } },
    serves: 'erasing a member: the jobs that carry their name',
  },
  {
    collection: CRM_JOBS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting jobs 30 days after they ended',
  },
  {
    collection: CRM_JOB_PIECES,
    key: { workspaceId: 1, jobId: 1, position: 1 },
    options: { name: 'of-job' },
    serves: 'the pieces of a job in their order',
  },
  {
    collection: CRM_JOB_PIECES,
    key: { workspaceId: 1, contactIds: 1 },
    options: { name: 'of-contact', partialFilterExpression: { contactIds: { $exists: true } } },
    serves: 'erasing a contact: the exports that hold it',
  },
  {
    collection: CRM_JOB_PIECES,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting files after 7 days',
  },
];
