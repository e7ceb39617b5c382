import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { CountedLimits, Onboarding } from '../../workspace';
import { AUTOMATIONS_CHANGED } from './active-automations';

/** What a workspace and the other processes have to do with its automations. */
@Injectable()
export class InstanceLedger {
  constructor(
    private readonly limits: CountedLimits,
    private readonly onboarding: Onboarding,
    private readonly feed: ChangeFeed,
  ) {}

  /** In the transaction that adds one. @throws DomainError PLAN.LIMIT_REACHED. */
  admit(workspaceId: WorkspaceId): Promise<void> {
    return this.limits.admit(workspaceId, 'automations');
  }

  /** After the change is committed. */
  async announce(workspaceId: WorkspaceId, isActive: boolean): Promise<void> {
    await this.feed.publish(AUTOMATIONS_CHANGED, workspaceId);
    await this.onboarding.done(workspaceId, 'template');
    if (isActive) await this.onboarding.published(workspaceId);
  }

  /** After the removal is committed. */
  async announceRemoval(workspaceId: WorkspaceId): Promise<void> {
    await this.feed.publish(AUTOMATIONS_CHANGED, workspaceId);
  }
}
