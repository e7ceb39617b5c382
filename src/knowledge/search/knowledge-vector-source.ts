import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { type VectorDocument, type VectorRecord, VectorSource } from '../../shared/providers/vector-store';
import { searchTextOf, type StoredChunk } from '../domain/knowledge-chunk';
import { versionOfStamp } from '../domain/knowledge-item';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { KnowledgeRevisionsRepository } from '../repositories/knowledge-revisions.repository';

/** What indexes are built of: the chunks of active items, as they are stored. A partition is a workspace. */
@Injectable()
export class KnowledgeVectorSource extends VectorSource {
  constructor(
    contributions: Contributions,
    private readonly revisions: KnowledgeRevisionsRepository,
    private readonly items: KnowledgeItemsRepository,
    private readonly chunks: KnowledgeChunksRepository,
  ) {
    super();
    contributions.provide(VectorSource, this);
  }

  override revisionsOf(partitions: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.revisions.of(partitions);
  }

  override async documentsOf(partition: string): Promise<VectorDocument[]> {
    const items = await this.items.searched(partition as WorkspaceId);
    return items.map(({ id, tags, searched }) => ({ id, stamp: searched.stamp, tags }));
  }

  override async *recordsOf(
    partition: string,
    documents: readonly VectorDocument[],
  ): AsyncGenerator<readonly VectorRecord[]> {
    const versions = new Map(documents.map(({ id, stamp }) => [id, versionOfStamp(stamp)]));
    for await (const portion of this.chunks.portionsOf(partition as WorkspaceId, [...versions.keys()])) {
      // Chunks of another version are on their way in or out.
      yield portion.filter(({ itemId, version }) => versions.get(itemId) === version).map(recordOf);
    }
  }
}

function recordOf(chunk: StoredChunk): VectorRecord {
  const { id, itemId, language, embedding } = chunk;
  return {
    id,
    documentId: itemId,
    text: searchTextOf(chunk),
    ...(language === undefined ? {} : { language }),
    ...(embedding === undefined ? {} : { embedding }),
  };
}
