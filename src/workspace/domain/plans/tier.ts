import type { PlanTerms } from './plan';

/** Active: can be given. Deprecated: who has it keeps it. Inactive: nobody has it. */
export const TIER_STATUSES = ['active', 'inactive', 'deprecated'] as const;
export type TierStatus = (typeof TIER_STATUSES)[number];

export interface Tier extends PlanTerms {
  id: string;
  name: string;
  description?: string;
  status: TierStatus;
  /** Of exactly one tier: what workspaces have that were given none. */
  isDefault: boolean;
  /** Raised by every change. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export type TierProblem = 'default-stays' | 'in-use';

export interface TierChange {
  isDefault?: boolean;
  status?: TierStatus;
}

/** Why a tier may not become so; null when it may. `inUse`: workspaces were given it. */
export function problemOfTierChange(tier: Tier, change: TierChange, inUse: boolean): TierProblem | null {
  const isDefault = change.isDefault ?? tier.isDefault;
  const status = change.status ?? tier.status;
  if (tier.isDefault && !isDefault) return 'default-stays';
  if (isDefault && status !== 'active') return 'default-stays';
  return inUse && status === 'inactive' ? 'in-use' : null;
}

export function problemOfTierDeletion(tier: Tier, inUse: boolean): TierProblem | null {
  if (tier.isDefault) return 'default-stays';
  return inUse ? 'in-use' : null;
}

/** Two spellings of one name for people. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
