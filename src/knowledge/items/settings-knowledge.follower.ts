import { Injectable } from '@nestjs/common';
import { Clock, Contributions, newId, type WorkspaceId } from '../../shared/kernel';
import { businessHours, businessProfile, language, SettingsFollower } from '../../workspace';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { KnowledgeQueue } from './knowledge-queue.service';

/** Keeps the items that say what the settings say: a workspace's profile with its hours, and its catalogue. */
@Injectable()
export class SettingsKnowledge extends SettingsFollower {
  readonly groups = [businessProfile.name, businessHours.name, language.name];

  constructor(
    contributions: Contributions,
    private readonly items: KnowledgeItemsRepository,
    private readonly queue: KnowledgeQueue,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(SettingsFollower, this);
  }

  /** They are read anew from the settings when they are processed; without anything to say they go. */
  override apply(workspaceId: WorkspaceId): Promise<void> {
    return this.items.follow(workspaceId, this.clock.now());
  }

  override async announce(workspaceId: WorkspaceId): Promise<void> {
    const items = this.items.idsOfSettings(workspaceId).map((itemId) => ({ itemId, workspaceId }));
    await this.queue.ring(items, `settings-${newId()}`);
  }
}
