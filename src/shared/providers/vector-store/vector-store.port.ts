/** Of a chunk that can be searched. Its text and everything to show stay in the database, under the same id. */
export interface VectorRecord {
  id: string;
  /** The document that the chunk is part of: taken in and out of the index as a whole. */
  documentId: string;
  /** What its words are found by. */
  text: string;
  /** ISO 639-1 code, for stemming; absent when it is unknown. */
  language?: string;
  /** Absent while it has none. Only vectors of one model are compared. */
  embedding?: { model: string; vector: Float32Array };
}

/** A document as it is to be searched. */
export interface VectorDocument {
  id: string;
  /** Differs after every change of its chunks. */
  stamp: string;
  tags: readonly string[];
}

/**
 * Where an index gets its content from and sees that it has changed. What it lists is what may be found: of a document
 * that is switched off, or of another partition, it knows nothing.
 */
export abstract class VectorSource {
  /** Texts that differ after every change of a partition; none for one that has never had anything. */
  abstract revisionsOf(partitions: readonly string[]): Promise<ReadonlyMap<string, string>>;
  abstract documentsOf(partition: string): Promise<readonly VectorDocument[]>;
  /** The chunks of these documents, in portions small enough for an event loop. */
  abstract recordsOf(partition: string, documents: readonly VectorDocument[]): AsyncIterable<readonly VectorRecord[]>;
}

export interface VectorQuery {
  /** The words to look for, as somebody wrote them. */
  text: string;
  /** Absent where nothing embeds: only words are looked for then. */
  embedding?: { model: string; vector: Float32Array };
  /** Of each of the two lists of hits. */
  limit: number;
  /** Only in these documents. */
  documentIds?: readonly string[];
  /** Only in documents that have one of these tags. */
  tags?: readonly string[];
}

export interface VectorHit {
  id: string;
  documentId: string;
  score: number;
}

export interface VectorHits {
  /** By cosine similarity (−1 to 1), best first; only chunks with an embedding of the query's model. */
  byMeaning: readonly VectorHit[];
  /** By how much of the query's words a chunk has (0 to 1, rare words weigh more), best first by BM25. */
  byWords: readonly VectorHit[];
}

/**
 * Finds chunks by meaning and by words within one partition, which is a workspace or the platform. Never looks into
 * another one. What changes at the source is seen within a second.
 */
export abstract class VectorStore {
  /** @throws VectorStoreError when the index cannot be read. */
  abstract search(partition: string, query: VectorQuery): Promise<VectorHits>;
  /** To be called as soon as a change is known, so that the next search sees it at once. */
  abstract changed(partition: string): void;
}

/** The index is away, or fails: the same search may pass later. */
export class VectorStoreError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'VectorStoreError';
  }
}
