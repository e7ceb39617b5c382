import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import type { CountedResourceName } from '../domain/plans/plan';
import { WorkspaceGuard } from '../workspace-guard.service';
import { CountedResource } from './counted-resource.port';
import { limitReached } from './plans.errors';
import { Plans } from './plans.service';

/** Limits on how many of a thing a workspace may have. */
@Injectable()
export class CountedLimits {
  constructor(
    private readonly plans: Plans,
    private readonly guard: WorkspaceGuard,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(CountedResource, 'many');
  }

  /**
   * Call it in the transaction that adds the thing, before it is added: of those that add at once, one counts after the
   * other. @throws DomainError PLAN.LIMIT_REACHED, WORKSPACE.NOT_FOUND.
   */
  async admit(workspaceId: WorkspaceId, resource: CountedResourceName): Promise<void> {
    const limit = (await this.plans.limitsOf(workspaceId))[resource];
    if (limit === null) return;
    await this.guard.enter(workspaceId);
    const used = await this.counterOf(resource).count(workspaceId);
    if (used >= limit) throw limitReached({ resource, used, limit });
  }

  /** Of the resources whose domains are there. */
  async counts(workspaceId: WorkspaceId): Promise<Map<CountedResourceName, number>> {
    const counters = this.contributions.all(CountedResource);
    const counts = await Promise.all(counters.map((counter) => counter.count(workspaceId)));
    return new Map(counters.map(({ resource }, index) => [resource, counts[index] ?? 0]));
  }

  private counterOf(resource: CountedResourceName): CountedResource {
    const counter = this.contributions.all(CountedResource).find((one) => one.resource === resource);
    if (counter === undefined) throw new Error(`No domain counts ${resource}.`);
    return counter;
  }
}
