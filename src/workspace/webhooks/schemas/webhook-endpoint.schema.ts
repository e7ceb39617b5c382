import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { UserId, WorkspaceId } from '../../../shared/kernel';
import type { SealedSecret } from '../../../shared/security';

/** What signs deliveries; several hold beside each other for a while after a change. */
export interface SigningSecret {
  id: string;
  sealed: SealedSecret;
  createdAt: Date;
  /** Absent for the newest. */
  expiresAt?: Date;
}

/** Where a workspace has told what happens. */
export interface WebhookEndpointRow {
  _id: string;
  workspaceId: WorkspaceId;
  url: string;
  description: string;
  types: string[];
  active: boolean;
  secrets: SigningSecret[];
  createdBy?: UserId;
  createdAt: Date;
  /** Every process looks for what has changed since. Of the database's own clock. */
  changedAt: Date;
  /** Nothing was delivered since then. */
  failingSince?: Date;
  /** Switched off by Parley, and why. */
  disabledAt?: Date;
  disabledReason?: string;
  lastDeliveredAt?: Date;
  /** When a worker is to look for deliveries; absent when there are none. */
  dueAt?: Date;
  /** After many failures in a row nobody looks before then. */
  pausedUntil?: Date;
  lease?: { owner: string; until: Date };
  /** Deliveries that had failed by then are to be tried again; absent once all are. */
  failedAgainUpTo?: Date;
  /** Deleted: kept until every process knows. */
  expiresAt?: Date;
}

export const WEBHOOK_ENDPOINTS = 'webhookEndpoints';

const json = Schema.Types.Mixed;

export const webhookEndpointSchema = new Schema<WebhookEndpointRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    url: String,
    description: String,
    types: [String],
    active: { type: Boolean, required: true },
    secrets: [json],
    createdBy: String,
    createdAt: Date,
    changedAt: Date,
    failingSince: Date,
    disabledAt: Date,
    disabledReason: String,
    lastDeliveredAt: Date,
    dueAt: Date,
    pausedUntil: Date,
    lease: json,
    failedAgainUpTo: Date,
    expiresAt: Date,
  },
  { collection: WEBHOOK_ENDPOINTS, versionKey: false, minimize: false },
);

export const webhookEndpointIndexes: IndexDeclaration[] = [
  {
    collection: WEBHOOK_ENDPOINTS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'the endpoints of a workspace, newest first, and how many there are',
  },
  {
    collection: WEBHOOK_ENDPOINTS,
    key: { dueAt: 1 },
    options: { name: 'due', partialFilterExpression: { dueAt: { $type: 'date' } } },
    serves: 'the job that delivers what is due',
  },
  {
    collection: WEBHOOK_ENDPOINTS,
    key: { changedAt: 1 },
    options: { name: 'changed-since' },
    serves: 'the poll by which every process knows who is told what',
  },
  {
    collection: WEBHOOK_ENDPOINTS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'TTL: deleted endpoints, once every process knows',
  },
];
