import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** Taken under a cap by a call that is under way. */
export interface AiReservationRow {
  id: string;
  nanos: number;
  tokens: number;
  /** After it, whoever reserved it is taken for dead and it counts no more. */
  expiresAt: Date;
}

/** What AI has cost a workspace: as a whole, in a conversation, at a node, by a version of a flow, for a goal, by a model, for a purpose. */
export interface AiUsageRow {
  /** Made of the fields up to `period`. */
  _id: string;
  /** Or `platform`. */
  workspaceId: string;
  scope: string;
  key: string;
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  period: string;
  calls: number;
  failures: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** Billionths of a US dollar. */
  nanos: number;
  reservations?: AiReservationRow[];
  expiresAt: Date;
}

export const AI_USAGE = 'aiUsage';

export const aiUsageSchema = new Schema<AiUsageRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    scope: String,
    key: String,
    period: String,
    calls: Number,
    failures: Number,
    promptTokens: Number,
    cachedTokens: Number,
    completionTokens: Number,
    nanos: Number,
    reservations: { type: Schema.Types.Mixed },
    expiresAt: Date,
  },
  { collection: AI_USAGE, versionKey: false },
);

export const aiUsageIndexes: IndexDeclaration[] = [
  {
    collection: AI_USAGE,
    key: { workspaceId: 1, scope: 1, period: 1 },
    options: { name: 'by-period' },
    serves: 'what a workspace has spent in a range of days, by one kind of thing',
  },
  {
    collection: AI_USAGE,
    key: { workspaceId: 1, scope: 1, key: 1 },
    options: { name: 'of-thing' },
    serves: 'export and erasure of what conversations have cost',
  },
  {
    collection: AI_USAGE,
    key: { scope: 1, period: 1, nanos: -1 },
    options: { name: 'dearest' },
    serves: 'which workspaces spend most, for platform admins',
  },
  {
    collection: AI_USAGE,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of old counters',
  },
];
