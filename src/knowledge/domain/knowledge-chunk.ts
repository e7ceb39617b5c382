/** A piece of an item's text that is found as a whole. */
export interface KnowledgeChunk {
  /** From 0. */
  position: number;
  /** Of its item; found by it, too. */
  title: string;
  text: string;
  /** ISO 639-1 code, where it could be told. */
  language?: string;
}

/** Absent vectors: it is found by its words alone. */
export interface EmbeddedChunk extends KnowledgeChunk {
  embedding?: { model: string; vector: Float32Array };
}

export interface StoredChunk extends EmbeddedChunk {
  id: string;
  itemId: string;
  version: number;
}

/** What a chunk is found by. */
export const searchTextOf = ({ title, text }: Pick<KnowledgeChunk, 'title' | 'text'>): string => `${title}\n${text}`;
