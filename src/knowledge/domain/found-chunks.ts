import type { WorkspaceId } from '../../shared/kernel';
import type { KnowledgeKind } from './knowledge-item';

/** What may be searched. Absent lists do not narrow; an empty one leaves nothing. */
export interface KnowledgeScope {
  /** `PLATFORM_KNOWLEDGE` for the items of the platform itself. */
  workspaceId: WorkspaceId;
  itemIds?: readonly string[];
  /** Items with one of these. */
  tags?: readonly string[];
}

/** For people: where a chunk is from. */
export interface ChunkSource {
  kind: KnowledgeKind;
  /** Of a page. */
  url?: string;
  /** Of an upload. */
  fileName?: string;
}

export interface FoundChunk {
  id: string;
  itemId: string;
  /** Of its item. */
  title: string;
  text: string;
  /** 0 to 1: how much of what was asked for it has, in words or in meaning. */
  score: number;
  source: ChunkSource;
  /** ISO 639-1 code, where it could be told. */
  language?: string;
}

export interface SearchWishes {
  /** 1 to 50 chunks. */
  limit: number;
  /** 0 to 1: chunks with a lower score are not given. */
  floor: number;
}

export interface FoundKnowledge {
  /** Best first. */
  chunks: FoundChunk[];
  /** `lexical` when nothing could be compared by meaning. */
  mode: 'hybrid' | 'lexical';
}
