import { Injectable } from '@nestjs/common';
import type { ChunkSource, FoundChunk, KnowledgeScope, SearchWishes } from '../domain/found-chunks';
import type { FusedHit } from '../domain/fusion';
import type { StoredChunk } from '../domain/knowledge-chunk';
import type { KnowledgeItem } from '../domain/knowledge-item';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';

/** More than are wanted, since some may be the same text, or gone. */
const SPARE = 2;

/** From hits of an index to chunks with their texts, as they are stored now. */
@Injectable()
export class FoundChunks {
  constructor(
    private readonly items: KnowledgeItemsRepository,
    private readonly chunks: KnowledgeChunksRepository,
  ) {}

  /** In the order of the hits, the same text once. Null when chunks are gone that the index still had. */
  async of(
    { workspaceId }: KnowledgeScope,
    hits: readonly FusedHit[],
    { limit, floor }: SearchWishes,
  ): Promise<FoundChunk[] | null> {
    const wanted = hits.filter(({ score }) => score >= floor).slice(0, limit * SPARE);
    if (wanted.length === 0) return [];
    const rows = await this.chunks.findAll(
      workspaceId,
      wanted.map(({ id }) => id),
    );
    const items = await this.items.findAll(workspaceId, [...new Set(rows.map(({ itemId }) => itemId))]);
    const rowById = new Map(rows.map((row) => [row.id, row]));
    const itemById = new Map(items.map((item) => [item.id, item]));
    const found = wanted.flatMap(({ id, score }) => foundChunk(rowById.get(id), itemById, score));
    if (found.length < wanted.length && found.length < limit && isStale(rows, wanted, itemById)) return null;
    return withoutRepeats(found).slice(0, limit);
  }
}

function isStale(
  rows: readonly StoredChunk[],
  wanted: readonly FusedHit[],
  items: ReadonlyMap<string, KnowledgeItem>,
): boolean {
  return (
    rows.length < wanted.length || rows.some(({ itemId, version }) => items.get(itemId)?.searched?.version !== version)
  );
}

function foundChunk(
  row: StoredChunk | undefined,
  items: ReadonlyMap<string, KnowledgeItem>,
  score: number,
): FoundChunk[] {
  const item = row === undefined ? undefined : items.get(row.itemId);
  // The index may be half a second behind: what is stored decides.
  if (row === undefined || item?.active !== true || item.searched?.version !== row.version) return [];
  const { id, itemId, text, language } = row;
  const source = sourceOf(item);
  return [{ id, itemId, title: item.title, text, score, source, ...(language === undefined ? {} : { language }) }];
}

function sourceOf({ kind, source: { url, fileName } }: KnowledgeItem): ChunkSource {
  return { kind, ...(url === undefined ? {} : { url }), ...(fileName === undefined ? {} : { fileName }) };
}

function withoutRepeats(chunks: readonly FoundChunk[]): FoundChunk[] {
  const seen = new Set<string>();
  return chunks.filter(({ text }) => {
    const key = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
