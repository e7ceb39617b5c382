import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Feature, FeatureFlags } from '../../shared/auth';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { type Limits, type PlanTerms, termsFor, UNLIMITED } from '../domain/plans/plan';
import { PolledCache } from '../polled-cache';
import { WorkspacePlansRepository } from '../repositories/workspace-plans.repository';

export const PLANS_CHANGED = 'workspace-plans';

export interface CurrentPlan extends PlanTerms {
  /** Null where nobody has made a tier: everything is allowed. */
  tier: { id: string; name: string } | null;
}

/** What workspaces may use and do, at most a second behind what platform admins have set. */
@Injectable()
export class Plans extends FeatureFlags implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly cache: PolledCache<WorkspaceId, CurrentPlan>;

  constructor(
    private readonly plans: WorkspacePlansRepository,
    private readonly feed: ChangeFeed,
    private readonly logger: AppLogger,
    contributions: Contributions,
    clock: Clock,
  ) {
    super();
    contributions.provide(FeatureFlags, this);
    const revisionsOf = (workspaceIds: readonly WorkspaceId[]) => plans.revisionsOf(workspaceIds);
    this.cache = new PolledCache({ revisionsOf, load: (workspaceId) => this.load(workspaceId) }, clock);
  }

  onApplicationBootstrap(): void {
    this.feed.subscribe(PLANS_CHANGED, (workspaceId) => this.cache.drop(workspaceId as WorkspaceId));
    this.cache.start((err) => this.logger.event('warn', 'plans not refreshed', { err }));
  }

  onApplicationShutdown(): void {
    this.cache.stop();
  }

  of(workspaceId: WorkspaceId): Promise<CurrentPlan> {
    return this.cache.of(workspaceId);
  }

  async limitsOf(workspaceId: WorkspaceId): Promise<Limits> {
    return (await this.of(workspaceId)).limits;
  }

  override async has(workspaceId: WorkspaceId, feature: Feature): Promise<boolean> {
    return (await this.of(workspaceId)).features[feature];
  }

  /** After the plan of a workspace was changed. Changes of a tier are found by the poll. */
  async changed(workspaceId: WorkspaceId): Promise<void> {
    this.cache.drop(workspaceId);
    await this.feed.publish(PLANS_CHANGED, workspaceId);
  }

  private async load(workspaceId: WorkspaceId): Promise<CurrentPlan> {
    const assigned = await this.plans.assigned(workspaceId);
    const tier = await this.plans.termsOf(assigned?.tierId);
    const terms = termsFor(tier ?? UNLIMITED, assigned?.overrides);
    return { ...terms, tier: tier === null ? null : { id: tier.id, name: tier.name } };
  }
}
