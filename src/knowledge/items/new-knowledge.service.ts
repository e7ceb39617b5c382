import { Injectable } from '@nestjs/common';
import { filetypename } from 'magic-bytes.js';
import { type Caller, Clock, type WorkspaceId } from '../../shared/kernel';
import { CountedLimits } from '../../workspace';
import { contentOf, type ItemContent, type NewItem, uploadTitle } from '../domain/item-wishes';
import { type KnowledgeItem, type KnowledgeSource, PLATFORM_KNOWLEDGE, tagsOf } from '../domain/knowledge-item';
import { MEDIA_TYPES, uploadFormatOf } from '../domain/upload-format';
import { itemInvalid, itemNotFound, uploadInvalid } from '../knowledge.errors';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { KnowledgeVersionsRepository } from '../repositories/knowledge-versions.repository';
import { creatorOf, ItemChanges } from './item-changes.service';

export interface ItemAttributes {
  /** The same for every retry of one request. */
  id: string;
  tags?: readonly string[];
  active?: boolean;
}

export interface NewUpload {
  fileName: string;
  title?: string;
  bytes: Buffer;
}

interface ItemParts {
  kind: KnowledgeItem['kind'];
  content: ItemContent;
  source: KnowledgeSource;
  bytes?: Buffer;
}

const SIGNATURE_BYTES = 256;

/** Takes new items in; they are searched once they have been processed. */
@Injectable()
export class NewKnowledge {
  constructor(
    private readonly items: KnowledgeItemsRepository,
    private readonly versions: KnowledgeVersionsRepository,
    private readonly changes: ItemChanges,
    private readonly limits: CountedLimits,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError KNOWLEDGE.ITEM_INVALID, PLAN.LIMIT_REACHED */
  async add(
    caller: Caller,
    workspaceId: WorkspaceId,
    item: NewItem,
    attributes: ItemAttributes,
  ): Promise<KnowledgeItem> {
    const checked = contentOf(item);
    if (!checked.ok) throw itemInvalid(checked.problems);
    const { content } = checked;
    const source = content.url === undefined ? {} : { url: content.url };
    return this.insert(caller, workspaceId, { kind: item.kind, content, source }, attributes);
  }

  /** @throws DomainError KNOWLEDGE.UPLOAD_INVALID, PLAN.LIMIT_REACHED */
  async addUpload(
    caller: Caller,
    workspaceId: WorkspaceId,
    { fileName, title, bytes }: NewUpload,
    attributes: ItemAttributes,
  ): Promise<KnowledgeItem> {
    if (bytes.length === 0) throw uploadInvalid('must not be empty');
    const format = uploadFormatOf(fileName, bytes, filetypename(bytes.subarray(0, SIGNATURE_BYTES)));
    if (format === null)
      throw uploadInvalid('must be a PDF, a Word document (.docx), or a .csv, .txt, .md or .html text');
    const source = { fileName, mediaType: MEDIA_TYPES[format], bytes: bytes.length };
    const parts = { kind: 'upload' as const, content: { title: uploadTitle(title, fileName) }, source, bytes };
    return this.insert(caller, workspaceId, parts, attributes);
  }

  /** A page is read anew; what failed is tried again; all else gets new vectors. @throws DomainError KNOWLEDGE.ITEM_NOT_FOUND */
  async again(caller: Caller, workspaceId: WorkspaceId, itemId: string): Promise<KnowledgeItem> {
    return this.changes.run(caller, workspaceId, 'knowledge-item.processed-again', async () => {
      const before = await this.items.find(workspaceId, itemId);
      if (before === null) throw itemNotFound();
      const now = this.clock.now();
      const { kind, title, version, source } = before;
      const next = kind === 'page' ? version + 1 : version;
      if (next !== version) {
        const { url } = source;
        const row = { itemId, workspaceId, version: next, title, ...(url === undefined ? {} : { url }) };
        await this.versions.insert({ ...row, ...creatorOf(caller), createdAt: now });
      }
      const after = await this.items.change(workspaceId, itemId, { version: next }, now);
      if (after === null) throw itemNotFound();
      return { item: after, before, after };
    });
  }

  /** Gives all active items new vectors; they can be found all the while. The number of items. */
  async reindex(caller: Caller, workspaceId: WorkspaceId): Promise<number> {
    return this.changes.all(caller, workspaceId, 'knowledge.reindexed', () =>
      this.items.makeDue(workspaceId, null, this.clock.now()),
    );
  }

  private insert(
    caller: Caller,
    workspaceId: WorkspaceId,
    { kind, content, source, bytes }: ItemParts,
    { id, tags = [], active = true }: ItemAttributes,
  ): Promise<KnowledgeItem> {
    const now = this.clock.now();
    const created = { ...creatorOf(caller), createdAt: now };
    const item: KnowledgeItem = {
      id,
      workspaceId,
      kind,
      title: content.title,
      tags: tagsOf(tags),
      active,
      source,
      version: 1,
      status: 'pending',
      ...created,
      updatedAt: now,
    };
    return this.changes.run(caller, workspaceId, 'knowledge-item.added', async () => {
      if (workspaceId !== PLATFORM_KNOWLEDGE) await this.limits.admit(workspaceId, 'knowledgeItems');
      await this.items.insert(item);
      await this.versions.insert({ itemId: id, workspaceId, version: 1, ...content, ...created }, bytes);
      return { item, after: item };
    });
  }
}
