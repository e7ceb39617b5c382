import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { demoMode, PolledCache, type SettingsReader, WorkspaceSettings } from '../../workspace';
import type { FollowupPolicy } from '../domain/followups/followup-policy';
import { FollowupPoliciesRepository } from './repositories/followup-policies.repository';

const POLICIES_CHANGED = 'followup-policies';
/** Each may have a timer in a conversation. */
export const MAX_POLICIES = 20;

/** The policies that are on, at most a second behind the database. */
@Injectable()
export class ActiveFollowups implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly cache: PolledCache<WorkspaceId, FollowupPolicy[]>;
  private readonly demo: SettingsReader<{ enabled: boolean }>;

  constructor(
    policies: FollowupPoliciesRepository,
    private readonly feed: ChangeFeed,
    private readonly logger: AppLogger,
    clock: Clock,
    settings: WorkspaceSettings,
  ) {
    const source = {
      revisionsOf: (workspaceIds: readonly WorkspaceId[]) => policies.revisionsOf(workspaceIds),
      load: (workspaceId: WorkspaceId) => policies.listActive(workspaceId, MAX_POLICIES),
    };
    this.cache = new PolledCache(source, clock);
    this.demo = settings.reader(demoMode, 'automation.followups', ['enabled']);
  }

  onApplicationBootstrap(): void {
    this.feed.subscribe(POLICIES_CHANGED, (workspaceId) => this.cache.drop(workspaceId as WorkspaceId));
    this.cache.start((err) => this.logger.event('warn', 'follow-up policies not refreshed', { err }));
  }

  onApplicationShutdown(): void {
    this.cache.stop();
  }

  /** Oldest first. In demo mode none is on. */
  async of(workspaceId: WorkspaceId): Promise<readonly FollowupPolicy[]> {
    const [{ enabled }, policies] = await Promise.all([this.demo.of(workspaceId), this.cache.of(workspaceId)]);
    return enabled ? [] : policies;
  }

  /** After a change is committed. */
  async changed(workspaceId: WorkspaceId): Promise<void> {
    this.cache.drop(workspaceId);
    await this.feed.publish(POLICIES_CHANGED, workspaceId);
  }
}
