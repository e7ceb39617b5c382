import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { AiError } from '../../shared/providers/ai';
import { type VectorHits, type VectorQuery, VectorStore, VectorStoreError } from '../../shared/providers/vector-store';
import type { AskingFlow } from '../ai/ai-calls.port';
import type { FoundKnowledge, KnowledgeScope, SearchWishes } from '../domain/found-chunks';
import { type FusedHit, fused } from '../domain/fusion';
import { Embeddings } from './embeddings.service';
import { EmbeddingRenewal } from './embedding-renewal.service';
import { FoundChunks } from './found-chunks.service';

/** A question that takes longer to embed is answered by its words. */
const EMBED_MS = 4_000;
/** Of each list, before they are made one. */
const POOL = 40;
const QUERY_MAX = 2_000;

/** Finds the chunks of knowledge that fit a question, within one workspace. */
@Injectable()
export class KnowledgeSearch {
  constructor(
    private readonly vectors: VectorStore,
    private readonly embeddings: Embeddings,
    private readonly renewal: EmbeddingRenewal,
    private readonly found: FoundChunks,
    private readonly logger: AppLogger,
  ) {}

  /**
   * Only active items that have been processed. `flow`: the one that it is for. Without a provider that embeds, or when it fails, by words alone.
   * @throws DomainError KNOWLEDGE.SEARCH_UNAVAILABLE
   */
  async search(
    scope: KnowledgeScope,
    query: string,
    wishes: SearchWishes,
    { signal, flow }: { signal?: AbortSignal; flow?: AskingFlow } = {},
  ): Promise<FoundKnowledge> {
    const text = query.slice(0, QUERY_MAX);
    if (text.trim() === '') return { chunks: [], mode: 'lexical' };
    const embedding = await this.embeddingOf(scope, text, { signal, flow });
    const question = questionOf(scope, text, embedding);
    const { hits, byMeaning } = await this.hitsOf(scope, question);
    const chunks = await this.found.of(scope, hits, wishes);
    // Chunks that the index still has are gone: something was changed a moment ago, elsewhere.
    if (chunks === null) return this.searchAnew(scope, question, wishes);
    return { chunks, mode: byMeaning ? 'hybrid' : 'lexical' };
  }

  private async searchAnew(
    scope: KnowledgeScope,
    question: VectorQuery,
    wishes: SearchWishes,
  ): Promise<FoundKnowledge> {
    this.vectors.changed(scope.workspaceId);
    const { hits, byMeaning } = await this.hitsOf(scope, question);
    return { chunks: (await this.found.of(scope, hits, wishes)) ?? [], mode: byMeaning ? 'hybrid' : 'lexical' };
  }

  private async hitsOf(
    { workspaceId }: KnowledgeScope,
    question: VectorQuery,
  ): Promise<{ hits: FusedHit[]; byMeaning: boolean }> {
    const { byMeaning, byWords } = await this.asked(this.vectors.search(workspaceId, question));
    return { hits: fused(byMeaning, byWords), byMeaning: byMeaning.length > 0 };
  }

  private async asked(hits: Promise<VectorHits>): Promise<VectorHits> {
    try {
      return await hits;
    } catch (cause) {
      if (!(cause instanceof VectorStoreError)) throw cause;
      const message = 'The knowledge base cannot be searched. Try again shortly.';
      throw new DomainError('KNOWLEDGE.SEARCH_UNAVAILABLE', 'unavailable', message, { cause });
    }
  }

  private async embeddingOf(
    { workspaceId }: KnowledgeScope,
    text: string,
    asked: { signal: AbortSignal | undefined; flow: AskingFlow | undefined },
  ): Promise<VectorQuery['embedding']> {
    try {
      const wishes = { purpose: 'search', deadlineMs: EMBED_MS, ...asked } as const;
      const embedded = await this.embeddings.embed(workspaceId, [text], wishes);
      const [vector] = embedded?.vectors ?? [];
      if (embedded === null || vector === undefined) return undefined;
      this.renewal.usedModel(workspaceId, embedded.model);
      return { model: embedded.model, vector };
    } catch (err) {
      if (!(err instanceof AiError)) throw err;
      this.logger.event('warn', 'searched by words alone', { workspaceId, err });
      return undefined;
    }
  }
}

function questionOf({ itemIds, tags }: KnowledgeScope, text: string, embedding: VectorQuery['embedding']): VectorQuery {
  return {
    text,
    limit: POOL,
    ...(embedding === undefined ? {} : { embedding }),
    ...(itemIds === undefined ? {} : { documentIds: itemIds }),
    ...(tags === undefined ? {} : { tags }),
  };
}
