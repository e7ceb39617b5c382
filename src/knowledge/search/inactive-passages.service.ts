import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { contentWordsOf, formsOf, wordsOf } from '../../shared/providers/vector-store';
import { searchTextOf, type StoredChunk } from '../domain/knowledge-chunk';
import type { KnowledgeItem } from '../domain/knowledge-item';
import type { Passage } from '../domain/reply/reply-request';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';

const MOST_FOUND = 6;
/** Chunks that are looked at, of all items together: it is tried out for each case of a set. */
const MOST_READ = 1_000;

/**
 * What items would be found for that are not searched yet. No index holds them, so it goes by their words: the score is the
 * share of the question's words that a chunk has.
 */
@Injectable()
export class InactivePassages {
  constructor(
    private readonly items: KnowledgeItemsRepository,
    private readonly chunks: KnowledgeChunksRepository,
  ) {}

  /** Best first. */
  async of(workspaceId: WorkspaceId, itemIds: readonly string[], question: string): Promise<Passage[]> {
    if (itemIds.length === 0) return [];
    const items = new Map((await this.items.findAll(workspaceId, itemIds)).map((item) => [item.id, item]));
    const asked = contentWordsOf(question);
    const passages: Passage[] = [];
    let read = 0;
    for await (const portion of this.chunks.portionsOf(workspaceId, itemIds)) {
      passages.push(...portion.flatMap((chunk) => passageOf(chunk, items.get(chunk.itemId), asked)));
      read += portion.length;
      if (read >= MOST_READ) break;
    }
    return passages.sort((a, b) => b.score - a.score).slice(0, MOST_FOUND);
  }
}

function passageOf(chunk: StoredChunk, item: KnowledgeItem | undefined, asked: readonly string[]): Passage[] {
  if (item === undefined || item.active || item.searched?.version !== chunk.version || asked.length === 0) return [];
  const { id: chunkId, itemId, text, language } = chunk;
  const languages = language === undefined ? [] : [language];
  const held = new Set(wordsOf(searchTextOf(chunk)).flatMap((word) => formsOf(word, languages)));
  const known = asked.filter((word) => formsOf(word, languages).some((form) => held.has(form)));
  const told = language === undefined ? {} : { language };
  const score = known.length / asked.length;
  return [{ chunkId, itemId, title: item.title, text, score, source: { kind: item.kind }, ...told }];
}
