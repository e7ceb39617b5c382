import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import { type EmbeddedChunk, type KnowledgeChunk, searchTextOf } from '../domain/knowledge-chunk';
import { Embeddings } from '../search/embeddings.service';
import { RetryLater } from './retry-later';

const DEADLINE_MS = 60_000;

/** Gives chunks their vectors. */
@Injectable()
export class ChunkEmbedding {
  constructor(private readonly embeddings: Embeddings) {}

  /**
   * Without vectors where nothing embeds, or nothing will for now (no budget, a key that does not work): they are found
   * by their words then. @throws RetryLater
   */
  async of(workspaceId: WorkspaceId, chunks: readonly KnowledgeChunk[]): Promise<EmbeddedChunk[]> {
    const found = await this.vectorsOf(workspaceId, chunks);
    if (found === null) return [...chunks];
    return chunks.map((chunk, index) => {
      const vector = found.vectors[index];
      return vector === undefined ? chunk : { ...chunk, embedding: { model: found.model, vector } };
    });
  }

  private async vectorsOf(workspaceId: WorkspaceId, chunks: readonly KnowledgeChunk[]) {
    try {
      return await this.embeddings.embed(workspaceId, chunks.map(searchTextOf), {
        purpose: 'ingest',
        deadlineMs: DEADLINE_MS,
      });
    } catch (cause) {
      if (!(cause instanceof AiError)) throw cause;
      const passes = cause.class === 'limited' || cause.class === 'transient';
      if (!passes) return null;
      throw new RetryLater('embedding-failed', 'The model that reads the text does not answer.', {
        afterMs: cause.retryAfterMs,
        cause,
      });
    }
  }
}
