import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { CountedResource } from '../../workspace';
import { ADDED_KINDS } from '../domain/knowledge-item';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';

/** What people add; items that follow the settings do not count. */
@Injectable()
export class CountedKnowledge extends CountedResource {
  readonly resource = 'knowledgeItems';

  constructor(
    contributions: Contributions,
    private readonly items: KnowledgeItemsRepository,
  ) {
    super();
    contributions.provide(CountedResource, this);
  }

  override count(workspaceId: WorkspaceId): Promise<number> {
    return this.items.count(workspaceId, ADDED_KINDS);
  }
}
