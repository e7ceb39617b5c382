import { Injectable } from '@nestjs/common';
import { type Caller, Clock, decodeCursor, type Page, pageOf, type WorkspaceId } from '../../shared/kernel';
import type { KnowledgeItem, KnowledgeVersion } from '../domain/knowledge-item';
import { tagsOf, VERSIONS_KEPT } from '../domain/knowledge-item';
import { changedContent, type ContentChanges } from '../domain/item-wishes';
import { itemInvalid, itemNotFound, notEditable } from '../knowledge.errors';
import { type ItemFilter, KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { KnowledgeVersionsRepository } from '../repositories/knowledge-versions.repository';
import { creatorOf, ItemChanges } from './item-changes.service';
import { ItemStore } from './item-store.service';

export interface ItemWithContent {
  item: KnowledgeItem;
  /** Absent until a page or an upload has been read. */
  content?: string;
}

export interface ItemChangeWishes extends ContentChanges {
  tags?: readonly string[];
  active?: boolean;
}

/** Items of a workspace, or of the platform itself, as people keep them. */
@Injectable()
export class KnowledgeItems {
  constructor(
    private readonly items: KnowledgeItemsRepository,
    private readonly versions: KnowledgeVersionsRepository,
    private readonly store: ItemStore,
    private readonly changes: ItemChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(
    workspaceId: WorkspaceId,
    filter: ItemFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<KnowledgeItem>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.items.list(workspaceId, filter, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError KNOWLEDGE.ITEM_NOT_FOUND */
  async get(workspaceId: WorkspaceId, itemId: string): Promise<ItemWithContent> {
    const item = await this.mustFind(workspaceId, itemId);
    const version = await this.versions.find(workspaceId, itemId, item.version);
    return { item, ...(version?.content === undefined ? {} : { content: version.content }) };
  }

  /** Newest first, as many as are kept. @throws DomainError KNOWLEDGE.ITEM_NOT_FOUND */
  async versionsOf(workspaceId: WorkspaceId, itemId: string): Promise<KnowledgeVersion[]> {
    await this.mustFind(workspaceId, itemId);
    return this.versions.list(workspaceId, itemId, VERSIONS_KEPT);
  }

  /**
   * A changed content is searched once it has been processed, the earlier one until then.
   * @throws DomainError KNOWLEDGE.ITEM_NOT_FOUND, KNOWLEDGE.ITEM_INVALID, KNOWLEDGE.NOT_EDITABLE
   */
  async change(
    caller: Caller,
    workspaceId: WorkspaceId,
    itemId: string,
    { tags, active, ...content }: ItemChangeWishes,
  ): Promise<KnowledgeItem> {
    const wishes = {
      ...(tags === undefined ? {} : { tags: tagsOf(tags) }),
      ...(active === undefined ? {} : { active }),
    };
    return this.changes.run(caller, workspaceId, 'knowledge-item.changed', async () => {
      const before = await this.mustFind(workspaceId, itemId);
      const next = await this.nextVersion(before, content, caller);
      const after = await this.items.change(workspaceId, itemId, { ...wishes, ...next }, this.clock.now());
      if (after === null) throw itemNotFound();
      return { item: after, before, after };
    });
  }

  /** @throws DomainError KNOWLEDGE.ITEM_NOT_FOUND */
  async remove(caller: Caller, workspaceId: WorkspaceId, itemId: string): Promise<void> {
    await this.changes.run(caller, workspaceId, 'knowledge-item.removed', async () => {
      const item = await this.mustFind(workspaceId, itemId);
      if (!(await this.store.remove(workspaceId, itemId))) throw itemNotFound();
      return { item, before: item };
    });
  }

  private async nextVersion(
    item: KnowledgeItem,
    changes: ContentChanges,
    caller: Caller,
  ): Promise<Partial<Pick<KnowledgeItem, 'title' | 'version' | 'source'>>> {
    if (changes.title === undefined && changes.content === undefined && changes.url === undefined) return {};
    if (!['text', 'question', 'page'].includes(item.kind)) throw notEditable();
    const { workspaceId, id } = item;
    const typed = await this.versions.find(workspaceId, id, item.version);
    const checked = changedContent(item, typed?.content, changes);
    if (checked === null) return {};
    if (!checked.ok) throw itemInvalid(checked.problems);
    const version = item.version + 1;
    const { content } = checked;
    const createdAt = this.clock.now();
    await this.versions.insert({ itemId: id, workspaceId, version, ...content, ...creatorOf(caller), createdAt });
    return { version, title: content.title, ...(content.url === undefined ? {} : { source: { url: content.url } }) };
  }

  private async mustFind(workspaceId: WorkspaceId, itemId: string): Promise<KnowledgeItem> {
    const item = await this.items.find(workspaceId, itemId);
    if (item === null) throw itemNotFound();
    return item;
  }
}
