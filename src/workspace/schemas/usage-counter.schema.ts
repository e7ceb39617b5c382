import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

export interface ReservationRow {
  id: string;
  amount: number;
  /** After it, whoever reserved it is taken for dead. */
  expiresAt: Date;
}

/** What a workspace has used of a metered resource in one period. */
export interface UsageCounterRow {
  /** Workspace, resource and period. */
  _id: string;
  workspaceId: string;
  resource: string;
  /** `YYYY-MM` */
  period: string;
  used: number;
  /** Used and reserved together: what the limit is held against. */
  taken: number;
  reservations: ReservationRow[];
}

export const USAGE_COUNTERS = 'usageCounters';

export const usageCounterSchema = new Schema<UsageCounterRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    resource: { type: String, required: true },
    period: { type: String, required: true },
    used: Number,
    taken: Number,
    reservations: Schema.Types.Mixed,
  },
  { collection: USAGE_COUNTERS, versionKey: false },
);

export const usageCounterIndexes: IndexDeclaration[] = [
  {
    collection: USAGE_COUNTERS,
    key: { workspaceId: 1, period: 1 },
    options: { name: 'workspace-period' },
    serves: 'what a workspace has used in a period',
  },
  {
    collection: USAGE_COUNTERS,
    key: { 'reservations.expiresAt': 1 },
    options: { name: 'expired-reservations' },
    serves: 'reservations of processes that died',
  },
];
