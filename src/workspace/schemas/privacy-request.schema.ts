import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { PrivacyRequest } from '../domain/privacy/privacy-request';

export interface PrivacyRequestRow extends Omit<PrivacyRequest, 'id'> {
  _id: string;
  /** What it is about, while it is not done: no two such requests at a time. */
  openKey?: string;
  /** Of requests about a user's whole account. */
  userId?: string;
  /** Set once it is done. */
  forgottenAt?: Date;
}

export const PRIVACY_REQUESTS = 'privacyRequests';

const json = Schema.Types.Mixed;

export const privacyRequestSchema = new Schema<PrivacyRequestRow>(
  {
    _id: String,
    kind: { type: String, required: true },
    workspaceId: String,
    userId: String,
    subject: { type: json, required: true },
    requestedBy: String,
    status: { type: String, required: true },
    openKey: String,
    progress: [json],
    attempts: { type: Number, required: true },
    errorCode: String,
    dueAt: { type: Date, required: true },
    closedAt: Date,
    createdAt: { type: Date, required: true },
    startedAt: Date,
    finishedAt: Date,
    downloadableUntil: Date,
    forgottenAt: Date,
  },
  { collection: PRIVACY_REQUESTS, versionKey: false, minimize: false },
);

export const privacyRequestIndexes: IndexDeclaration[] = [
  {
    collection: PRIVACY_REQUESTS,
    key: { openKey: 1 },
    options: { name: 'open', unique: true, partialFilterExpression: { openKey: { $exists: true } } },
    serves: 'one request about the same thing at a time',
  },
  {
    collection: PRIVACY_REQUESTS,
    key: { status: 1, dueAt: 1 },
    options: { name: 'due' },
    serves: 'the request that has been due for longest',
  },
  {
    collection: PRIVACY_REQUESTS,
    key: { status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'requests in one status for platform admins, newest first',
  },
  {
    collection: PRIVACY_REQUESTS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'requests of a workspace, newest first',
  },
  {
    collection: PRIVACY_REQUESTS,
    key: { userId: 1, createdAt: -1, _id: -1 },
    options: { name: 'user-newest', partialFilterExpression: { userId: { $exists: true } } },
    serves: 'requests of a user about their own account, newest first',
  },
  {
    collection: PRIVACY_REQUESTS,
    key: { forgottenAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting requests that were done long ago',
  },
];
