import { Injectable, type OnModuleInit } from '@nestjs/common';
import { bindConfig, type FollowedVersion, type RunnableVersion, VersionFollowers } from '../../flows';
import { Transactions } from '../../shared/database';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { AUTOMATIONS_CHANGED } from './active-automations';
import { AutomationInstancesRepository, type Follower } from '../repositories/automation-instances.repository';

/** Automations of all workspaces, when a template gets another current version or is archived. */
@Injectable()
export class InstanceFollowers extends VersionFollowers implements OnModuleInit {
  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly transactions: Transactions,
    private readonly feed: ChangeFeed,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(VersionFollowers, this);
  }

  override async follow(version: RunnableVersion): Promise<FollowedVersion> {
    const { versionId, templateId, flow, exposedFields } = version;
    const followers = await this.instances.listFollowers(templateId);
    const moves = followers
      .filter((follower) => !runs(follower, versionId))
      .map((follower) => {
        const bound = bindConfig(flow, exposedFields, follower.config);
        return { follower, problems: bound.ok ? [] : bound.problems };
      });
    await this.instances.moveFollowers(versionId, moves, this.clock.now());
    this.announce(moves.map(({ follower }) => follower.workspaceId));
    const blocked = moves.filter(({ problems }) => problems.length > 0).length;
    return { moved: moves.length - blocked, blocked };
  }

  override async setArchived(templateId: string, archived: boolean): Promise<void> {
    this.announce(await this.instances.setTemplateArchived(templateId, archived));
  }

  private announce(workspaceIds: readonly WorkspaceId[]): void {
    const changed = new Set(workspaceIds);
    // A hint: who misses it notices by the revisions.
    this.transactions.afterCommit(() => {
      for (const workspaceId of changed) void this.feed.publish(AUTOMATIONS_CHANGED, workspaceId);
    });
  }
}

function runs({ templateVersionId, updateBlocked }: Follower, versionId: string): boolean {
  return templateVersionId === versionId && updateBlocked === null;
}
