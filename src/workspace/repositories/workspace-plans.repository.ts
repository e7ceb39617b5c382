import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../shared/kernel';
import type { PlanOverrides, PlanTerms } from '../domain/plans/plan';
import { type TierRow, TIERS } from '../schemas/tier.schema';
import { WORKSPACE_PLANS, type WorkspacePlanRow } from '../schemas/workspace-plan.schema';

export interface AssignedPlan {
  tierId?: string;
  overrides: PlanOverrides;
}

export interface TermsOfTier extends PlanTerms {
  id: string;
  name: string;
}

/** Reads for the cache go past mongoose, so that they join no transaction of whoever happens to ask first. */
@Injectable()
export class WorkspacePlansRepository {
  private readonly planRows: mongo.Collection<WorkspacePlanRow>;
  private readonly tierRows: mongo.Collection<TierRow>;

  constructor(
    @InjectModel(WORKSPACE_PLANS) private readonly plans: Model<WorkspacePlanRow>,
    @InjectModel(TIERS) tiers: Model<TierRow>,
  ) {
    this.planRows = plans.collection as unknown as mongo.Collection<WorkspacePlanRow>;
    this.tierRows = tiers.collection as unknown as mongo.Collection<TierRow>;
  }

  async find(workspaceId: WorkspaceId): Promise<AssignedPlan | null> {
    return this.plans.findById(workspaceId).lean();
  }

  async save(workspaceId: WorkspaceId, { tierId, overrides }: AssignedPlan, now: Date): Promise<void> {
    await this.plans.updateOne(
      { _id: workspaceId },
      {
        $set: { overrides, updatedAt: now, ...(tierId === undefined ? {} : { tierId }) },
        ...(tierId === undefined ? { $unset: { tierId: '' } } : {}),
        $inc: { revision: 1 },
      },
      { upsert: true },
    );
  }

  async isInUse(tierId: string): Promise<boolean> {
    return (await this.plans.exists({ tierId })) !== null;
  }

  /** For the cache: the workspace's own plan. */
  async assigned(workspaceId: WorkspaceId): Promise<AssignedPlan | null> {
    return this.planRows.findOne({ _id: workspaceId });
  }

  /** For the cache: a tier, the default one without an id; null where nobody has made any. */
  async termsOf(tierId: string | undefined): Promise<TermsOfTier | null> {
    const row = await this.tierRows.findOne(tierId === undefined ? { isDefault: true } : { _id: tierId });
    return row === null ? null : { id: row._id, name: row.name, limits: row.limits, features: row.features };
  }

  /** Differs after every change of the workspace's plan, of its tier, or of which tier is the default. */
  async revisionsOf(workspaceIds: readonly WorkspaceId[]): Promise<Map<WorkspaceId, string>> {
    const plans = await this.planRows.find({ _id: { $in: [...workspaceIds] } }).toArray();
    const tiers = await this.tierRows.find({}, { projection: { revision: 1, isDefault: 1 } }).toArray();
    const tiersById = new Map(tiers.map((tier) => [tier._id, tier]));
    const byDefault = tiers.find(({ isDefault }) => isDefault);
    const plansById = new Map(plans.map((plan) => [plan._id, plan]));
    return new Map(
      workspaceIds.map((workspaceId) => {
        const plan = plansById.get(workspaceId);
        const tier = plan?.tierId === undefined ? byDefault : tiersById.get(plan.tierId);
        return [workspaceId, [plan?.revision ?? 0, tier?._id ?? '', tier?.revision ?? 0].join('/')];
      }),
    );
  }
}
