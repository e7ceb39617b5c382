import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import type { HistoryCounts, HistoryKind, HistoryStatus } from '../domain/history-sync';
import type { NotedFailure } from './instagram-account.schema';

/** One reading of what Instagram remembers of an account's conversations, and how far it is. */
export interface HistorySyncRow {
  _id: string;
  workspaceId: WorkspaceId;
  accountId: AccountId;
  kind: HistoryKind;
  status: HistoryStatus;
  /** Only while it waits or runs: one of each kind and account at a time. */
  open?: true;
  /** Messages since then; absent: all that Instagram shows. */
  from?: Date;
  /** Messages until then; what is newer comes by webhook. */
  until: Date;
  /** Threads of the page that are still to be read, the next one first. */
  threads: string[];
  /** Of the next page of threads; null for the first, absent when there is none. */
  cursor?: string | null;
  counts: HistoryCounts;
  /** Grows with every change, so that of two workers one gives way. */
  version: number;
  dueAt: Date;
  /** In a row. */
  failures: number;
  failure?: NotedFailure;
  createdAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
}

export const HISTORY_SYNCS = 'historySyncs';

const json = Schema.Types.Mixed;

export const historySyncSchema = new Schema<HistorySyncRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    accountId: { type: String, required: true },
    kind: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    from: Date,
    until: { type: Date, required: true },
    threads: [String],
    cursor: String,
    counts: json,
    version: { type: Number, required: true },
    dueAt: { type: Date, required: true },
    failures: { type: Number, required: true },
    failure: json,
    createdAt: { type: Date, required: true },
    startedAt: Date,
    finishedAt: Date,
  },
  { collection: HISTORY_SYNCS, versionKey: false, minimize: false },
);

/** Who asks what was imported asks soon. */
const KEPT_SECONDS = 90 * 24 * 3600;

export const historySyncIndexes: IndexDeclaration[] = [
  {
    collection: HISTORY_SYNCS,
    key: { accountId: 1, kind: 1 },
    options: { name: 'open', unique: true, partialFilterExpression: { open: true } },
    serves: 'one reading of a kind at a time for each account',
  },
  {
    collection: HISTORY_SYNCS,
    key: { dueAt: 1 },
    options: { name: 'due', partialFilterExpression: { open: true } },
    serves: 'readings that are to go on, the longest due first',
  },
  {
    collection: HISTORY_SYNCS,
    key: { workspaceId: 1, accountId: 1, createdAt: -1, _id: -1 },
    options: { name: 'of_account' },
    serves: 'the readings of an account, newest first; erasure with the workspace',
  },
  {
    collection: HISTORY_SYNCS,
    key: { finishedAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: KEPT_SECONDS },
    serves: 'forgetting readings that were finished long ago',
  },
];
