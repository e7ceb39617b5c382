import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import { type SearchedVersion, VERSIONS_KEPT } from '../domain/knowledge-item';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { KnowledgeVersionsRepository } from '../repositories/knowledge-versions.repository';
import { type Claim, KnowledgeWorkRepository } from '../repositories/knowledge-work.repository';
import { SearchedChanges } from './searched-changes.service';

interface ReadContent {
  title: string;
  /** Absent when only its vectors are new. */
  content?: string;
}

/** Keeps an item, its versions and its chunks in step. */
@Injectable()
export class ItemStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly work: KnowledgeWorkRepository,
    private readonly items: KnowledgeItemsRepository,
    private readonly versions: KnowledgeVersionsRepository,
    private readonly chunks: KnowledgeChunksRepository,
    private readonly changes: SearchedChanges,
  ) {}

  /** From now on this is what is searched of the item, unless it is gone or has a new content. */
  async publish(claim: Claim, searched: SearchedVersion, { title, content }: ReadContent, now: Date): Promise<void> {
    const { workspaceId, itemId, version } = claim;
    const published = await this.transactions.run(async () => {
      if (!(await this.work.finish(claim, searched, title, now))) return false;
      if (content !== undefined)
        await this.versions.setContent({ workspaceId, itemId, version }, { title, content, now });
      await this.versions.removeOlder(workspaceId, itemId, version - VERSIONS_KEPT + 1);
      await this.changes.note(workspaceId);
      await this.changes.tell(workspaceId, itemId, 'processed');
      return true;
    });
    if (published) await this.chunks.removeAll(workspaceId, itemId, version);
    else await this.clearUp(claim);
  }

  /** Of a run that came too late: what it wrote goes, unless somebody else works on the same. */
  async clearUp({ workspaceId, itemId, version }: Claim): Promise<void> {
    const item = await this.items.find(workspaceId, itemId);
    if (item === null) await this.removeParts(workspaceId, itemId);
    else if (item.version !== version && item.searched?.version !== version)
      await this.chunks.removeVersion({ workspaceId, itemId, version });
  }

  /** It has nothing to say any more. */
  async forget(claim: Claim): Promise<void> {
    const { workspaceId, itemId } = claim;
    await this.transactions.run(async () => {
      if (!(await this.work.remove(claim))) return;
      await this.removeParts(workspaceId, itemId);
      await this.changes.note(workspaceId);
      await this.changes.tell(workspaceId, itemId, 'removed');
    });
  }

  /** In the transaction of the change. False when there is none. */
  async remove(workspaceId: WorkspaceId, itemId: string): Promise<boolean> {
    if (!(await this.items.remove(workspaceId, itemId))) return false;
    await this.removeParts(workspaceId, itemId);
    return true;
  }

  private async removeParts(workspaceId: WorkspaceId, itemId: string): Promise<void> {
    await this.versions.removeAll(workspaceId, itemId);
    await this.chunks.removeAll(workspaceId, itemId);
  }
}
