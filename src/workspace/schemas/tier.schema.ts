import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { UNLIMITED } from '../domain/plans/plan';
import type { Tier } from '../domain/plans/tier';

export interface TierRow extends Omit<Tier, 'id'> {
  _id: string;
  /** The name as it is compared. */
  nameKey: string;
}

export const TIERS = 'tiers';

export const tierSchema = new Schema<TierRow>(
  {
    _id: String,
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    description: String,
    limits: Schema.Types.Mixed,
    features: Schema.Types.Mixed,
    status: { type: String, required: true },
    isDefault: { type: Boolean, required: true },
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: TIERS, versionKey: false, minimize: false },
);

export const tierIndexes: IndexDeclaration[] = [
  {
    collection: TIERS,
    key: { nameKey: 1 },
    options: { name: 'name', unique: true },
    serves: 'one tier a name',
  },
  {
    collection: TIERS,
    key: { isDefault: 1 },
    options: { name: 'default', unique: true, partialFilterExpression: { isDefault: true } },
    serves: 'the default tier, of which there is one',
  },
  {
    collection: TIERS,
    key: { createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the list of tiers, newest first',
  },
];

/** What every installation begins with. */
export function unlimitedTier(now: Date): TierRow {
  return {
    _id: 'unlimited',
    name: 'Unlimited',
    nameKey: 'unlimited',
    description: 'Everything, without limits.',
    ...UNLIMITED,
    status: 'active',
    isDefault: true,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
}
