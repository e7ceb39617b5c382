import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, newId } from '../../shared/kernel';
import type { KnowledgeChunk } from '../domain/knowledge-chunk';
import type { KnowledgeItem, SearchedVersion } from '../domain/knowledge-item';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { type Claim, KnowledgeWorkRepository } from '../repositories/knowledge-work.repository';
import { ChunkEmbedding } from './chunk-embedding.service';
import { UnreadableDocument } from './unreadable-document';

/** Longer than any step lasts; each step renews it. */
export const LEASE_MS = 3 * 60_000;
/** Texts that are embedded, and rows that are written, at once. */
const BATCH = 64;

/** Turns chunks into rows, batch by batch, so that others see how far it is and nothing is held up. */
@Injectable()
export class ItemBuilder {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'knowledge'>,
    private readonly items: KnowledgeItemsRepository,
    private readonly chunks: KnowledgeChunksRepository,
    private readonly work: KnowledgeWorkRepository,
    private readonly embedding: ChunkEmbedding,
    private readonly clock: Clock,
  ) {}

  /** @throws UnreadableDocument when the workspace would have too many chunks */
  async admit({ workspaceId, searched }: KnowledgeItem, count: number): Promise<void> {
    const others = (await this.items.chunkCount(workspaceId)) - (searched?.chunks ?? 0);
    const { maxChunks } = this.config.knowledge;
    if (others + count > maxChunks)
      throw new UnreadableDocument('too-much', `A knowledge base has at most ${maxChunks} chunks.`);
  }

  /** What was built, to be made visible; null when the item is gone or has a new content. @throws RetryLater */
  async build(claim: Claim, chunks: readonly KnowledgeChunk[], language?: string): Promise<SearchedVersion | null> {
    const models = new Set<string | null>();
    for (let done = 0; done < chunks.length; done += BATCH) {
      const goesOn = await this.work.progress(claim, { done, total: chunks.length }, this.lease());
      if (!goesOn) return null;
      const embedded = await this.embedding.of(claim.workspaceId, chunks.slice(done, done + BATCH));
      await this.chunks.save(claim, embedded);
      for (const { embedding } of embedded) models.add(embedding?.model ?? null);
    }
    await this.chunks.removeFrom(claim, chunks.length);
    return {
      version: claim.version,
      stamp: `${claim.version}.${newId(this.clock.now())}`,
      chunks: chunks.length,
      ...(language === undefined ? {} : { language }),
      embeddingModel: onlyOne(models),
    };
  }

  lease(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }
}

/** Null when there is none, or when the model changed in between: then they are embedded anew. */
function onlyOne(models: ReadonlySet<string | null>): string | null {
  const [model = null] = models;
  return models.size === 1 ? model : null;
}
