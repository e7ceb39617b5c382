import { Injectable } from '@nestjs/common';
import { workspaceNotFound } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, type WorkspaceId } from '../../shared/kernel';
import { TiersRepository } from '../repositories/tiers.repository';
import { type AssignedPlan, WorkspacePlansRepository } from '../repositories/workspace-plans.repository';
import { WorkspacesRepository } from '../repositories/workspaces.repository';
import { tierNotActive, tierNotFound } from './plans.errors';
import { type CurrentPlan, Plans } from './plans.service';

/** Which tier a workspace has, and what it has in place of what the tier says; set by platform admins. */
@Injectable()
export class WorkspacePlansService {
  constructor(
    private readonly assignments: WorkspacePlansRepository,
    private readonly tiers: TiersRepository,
    private readonly workspaces: WorkspacesRepository,
    private readonly plans: Plans,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError WORKSPACE.NOT_FOUND. */
  async get(workspaceId: WorkspaceId): Promise<AssignedPlan & { current: CurrentPlan }> {
    if ((await this.workspaces.findById(workspaceId)) === null) throw workspaceNotFound();
    const { tierId, overrides } = (await this.assignments.find(workspaceId)) ?? { overrides: {} };
    const current = await this.plans.of(workspaceId);
    return { ...(tierId === undefined ? {} : { tierId }), overrides, current };
  }

  /** Replaces both. @throws DomainError WORKSPACE.NOT_FOUND, TIER.NOT_FOUND, TIER.NOT_ACTIVE. */
  async assign(
    caller: Caller,
    workspaceId: WorkspaceId,
    plan: AssignedPlan,
  ): Promise<AssignedPlan & { current: CurrentPlan }> {
    await this.changes.run(caller, async (record) => {
      // Also keeps two assignments of one workspace apart.
      if (!(await this.workspaces.guard(workspaceId))) throw workspaceNotFound();
      const before = (await this.assignments.find(workspaceId)) ?? undefined;
      if (plan.tierId !== undefined && plan.tierId !== before?.tierId) await this.take(plan.tierId);
      await this.assignments.save(workspaceId, plan, this.clock.now());
      const details = { tier: plan.tierId ?? 'default' };
      await record({
        action: 'workspace.plan-assigned',
        workspaceId,
        target: workspaceId,
        before,
        after: plan,
        details,
      });
    });
    await this.plans.changed(workspaceId);
    return this.get(workspaceId);
  }

  private async take(tierId: string): Promise<void> {
    const tier = (await this.tiers.touch(tierId)) ? await this.tiers.find(tierId) : null;
    if (tier === null) throw tierNotFound();
    if (tier.status !== 'active') throw tierNotActive();
  }
}
