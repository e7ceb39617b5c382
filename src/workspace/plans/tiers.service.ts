import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { type Caller, Clock, decodeCursor, newId, type Page, pageOf } from '../../shared/kernel';
import type { Features, Limits } from '../domain/plans/plan';
import {
  problemOfTierChange,
  problemOfTierDeletion,
  type Tier,
  type TierProblem,
  type TierStatus,
} from '../domain/plans/tier';
import { TiersRepository } from '../repositories/tiers.repository';
import { WorkspacePlansRepository } from '../repositories/workspace-plans.repository';
import { defaultStays, tierInUse, tierNameTaken, tierNotFound } from './plans.errors';

export interface TierFields {
  name: string;
  description?: string;
  limits: Limits;
  features: Features;
  status: TierStatus;
  isDefault: boolean;
}

export interface TierUpdate extends Partial<Omit<TierFields, 'limits' | 'features' | 'description'>> {
  /** Null takes it away. */
  description?: string | null;
  limits?: Partial<Limits>;
  features?: Partial<Features>;
}

/** Tiers, as platform admins keep them. */
@Injectable()
export class TiersService {
  constructor(
    private readonly tiers: TiersRepository,
    private readonly plans: WorkspacePlansRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(limit: number, cursor?: string): Promise<Page<Tier>> {
    const rows = await this.tiers.list(limit + 1, cursor === undefined ? undefined : decodeCursor(cursor));
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError TIER.NOT_FOUND. */
  async get(id: string): Promise<Tier> {
    const tier = await this.tiers.find(id);
    if (tier === null) throw tierNotFound();
    return tier;
  }

  /** @throws DomainError TIER.NAME_TAKEN, TIER.DEFAULT_STAYS. */
  async create(caller: Caller, fields: TierFields): Promise<Tier> {
    const now = this.clock.now();
    const tier: Tier = { ...fields, id: newId(now), revision: 1, createdAt: now, updatedAt: now };
    refuse(problemOfTierChange(tier, {}, false));
    return this.named(() =>
      this.changes.run(caller, async (record) => {
        if (tier.isDefault) await this.tiers.unsetDefault(now);
        await this.tiers.insert(tier);
        await record({ action: 'tier.created', target: tier.id, after: tier });
        return tier;
      }),
    );
  }

  /** Holds for all workspaces with the tier within a second. @throws DomainError TIER.NOT_FOUND, .NAME_TAKEN, .DEFAULT_STAYS, .IN_USE. */
  async update(caller: Caller, id: string, update: TierUpdate): Promise<Tier> {
    return this.named(() =>
      this.changes.run(caller, async (record) => {
        const before = await this.get(id);
        refuse(problemOfTierChange(before, update, await this.plans.isInUse(id)));
        const now = this.clock.now();
        const after = changed(before, update, now);
        if (after.isDefault && !before.isDefault) await this.tiers.unsetDefault(now);
        await this.tiers.replace(after);
        await record({ action: 'tier.changed', target: id, before, after });
        return after;
      }),
    );
  }

  /** @throws DomainError TIER.NOT_FOUND, TIER.DEFAULT_STAYS, TIER.IN_USE. */
  async delete(caller: Caller, id: string): Promise<void> {
    await this.changes.run(caller, async (record) => {
      const before = await this.get(id);
      refuse(problemOfTierDeletion(before, await this.plans.isInUse(id)));
      await this.tiers.delete(id);
      await record({ action: 'tier.deleted', target: id, before });
    });
  }

  private async named<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      throw isDuplicateKey(error) ? tierNameTaken() : error;
    }
  }
}

function changed(before: Tier, update: TierUpdate, now: Date): Tier {
  const { description, limits, features, ...rest } = update;
  const { description: described, ...kept } = before;
  const words = description === undefined ? described : (description ?? undefined);
  return {
    ...kept,
    ...rest,
    ...(words === undefined ? {} : { description: words }),
    limits: { ...before.limits, ...limits },
    features: { ...before.features, ...features },
    revision: before.revision + 1,
    updatedAt: now,
  };
}

function refuse(problem: TierProblem | null): void {
  if (problem === 'default-stays') throw defaultStays();
  if (problem === 'in-use') throw tierInUse();
}
