import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { WorkspaceId } from '../../../shared/kernel';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event for one endpoint, and how it went. */
export interface WebhookDeliveryRow {
  /** Of endpoint and event, so that an event is delivered once, however often it is told. */
  _id: string;
  workspaceId: WorkspaceId;
  endpointId: string;
  eventId: string;
  type: string;
  /** The conversation and the thing that it tells of. */
  about: string[];
  /** Deliveries of one lane come in order: those of a conversation, or of one thing. */
  lane: string;
  /** In which they were told. */
  place: number;
  /** JSON, as it is sent. */
  body: string;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: Date;
  /** Given up after that. */
  retryUntil: Date;
  createdAt: Date;
  lastAttemptAt?: Date;
  /** Of HTTP; absent when there was no answer. */
  lastStatus?: number;
  /** Why the last attempt failed. */
  lastError?: string;
  deliveredAt?: Date;
  expiresAt: Date;
}

export const WEBHOOK_DELIVERIES = 'webhookDeliveries';

export const webhookDeliverySchema = new Schema<WebhookDeliveryRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    endpointId: { type: String, required: true },
    eventId: { type: String, required: true },
    type: String,
    about: [String],
    lane: String,
    place: Number,
    body: String,
    status: { type: String, required: true },
    attempts: Number,
    nextAttemptAt: Date,
    retryUntil: Date,
    createdAt: Date,
    lastAttemptAt: Date,
    lastStatus: Number,
    lastError: String,
    deliveredAt: Date,
    expiresAt: Date,
  },
  { collection: WEBHOOK_DELIVERIES, versionKey: false, minimize: false },
);

export const webhookDeliveryIndexes: IndexDeclaration[] = [
  {
    collection: WEBHOOK_DELIVERIES,
    key: { workspaceId: 1, endpointId: 1, createdAt: -1, _id: -1 },
    options: { name: 'endpoint-newest' },
    serves: 'the deliveries of an endpoint, newest first',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { workspaceId: 1, endpointId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'endpoint-status-newest' },
    serves: 'those in one state, newest first; how many failed; trying those again, oldest first',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { workspaceId: 1, endpointId: 1, nextAttemptAt: 1, place: 1 },
    options: { name: 'endpoint-due', partialFilterExpression: { status: 'pending' } },
    serves: 'what is due for an endpoint, oldest first, and when there is more',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { workspaceId: 1, endpointId: 1, lane: 1, place: 1 },
    options: { name: 'lane-pending', partialFilterExpression: { status: 'pending' } },
    serves: 'whether something earlier of the same lane is still to be delivered',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { status: 1, createdAt: 1 },
    options: { name: 'oldest-pending', partialFilterExpression: { status: 'pending' } },
    serves: 'the age of the oldest that is still to be delivered, of all workspaces',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { workspaceId: 1, about: 1 },
    options: { name: 'of-subject' },
    serves: 'erasure of a person',
  },
  {
    collection: WEBHOOK_DELIVERIES,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'TTL: deliveries are shown for 30 days',
  },
];
