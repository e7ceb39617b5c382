import type { VectorDocument, VectorHits, VectorQuery, VectorRecord } from './vector-store.port';
import { VectorMatrix } from './vector-matrix';
import { WordIndex } from './word-index';

const BYTES_OF_ENTRY = 24;
const BYTES_OF_CHUNK = 200;
/** Below it a rebuild is not worth its while. */
const WASTE_MIN = 500;

interface Entry {
  tags: ReadonlySet<string>;
  slots: number[];
}

/** What can be searched of one partition, in memory. Changes are staged, then seen all at once. */
export class PartitionIndex {
  private readonly ids: string[] = [];
  /** By slot: its document, or undefined when the chunk is gone. */
  private readonly owners: (string | undefined)[] = [];
  private readonly documents = new Map<string, Entry>();
  private readonly words = new WordIndex();
  private readonly matrices = new Map<string, VectorMatrix>();
  private staged: VectorRecord[] = [];
  private alive = 0;

  stage(records: readonly VectorRecord[]): void {
    this.staged.push(...records);
  }

  unstage(): void {
    this.staged = [];
  }

  /** Takes out `remove`, puts in what was staged, and takes over the tags of all `documents`. */
  commit(remove: readonly string[], documents: readonly VectorDocument[]): void {
    for (const id of remove) this.remove(id);
    for (const { id, tags } of documents)
      this.documents.set(id, { tags: new Set(tags), slots: this.documents.get(id)?.slots ?? [] });
    const staged = this.staged;
    this.staged = [];
    for (const record of staged) this.add(record);
  }

  search(query: VectorQuery): VectorHits {
    const allowed = this.allowedBy(query);
    const isAllowed = (slot: number) => {
      const owner = this.owners[slot];
      return owner !== undefined && (allowed === null || allowed.has(owner));
    };
    const meaning = query.embedding === undefined ? [] : this.nearest(query.embedding, query.limit, isAllowed);
    const words = this.words.search(query.text, query.limit, this.alive, isAllowed);
    return {
      byMeaning: meaning.map(({ slot, similarity }) => this.hitOf(slot, similarity)),
      byWords: words.map(({ slot, coverage }) => this.hitOf(slot, coverage)),
    };
  }

  /** About; for the bound on memory. */
  get bytes(): number {
    const vectors = [...this.matrices.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return vectors + this.words.entries * BYTES_OF_ENTRY + this.ids.length * BYTES_OF_CHUNK;
  }

  /** More is dead than alive: better built anew. */
  get isWasteful(): boolean {
    const dead = this.ids.length - this.alive;
    return dead > WASTE_MIN && dead > this.alive;
  }

  private allowedBy({ documentIds, tags }: VectorQuery): ReadonlySet<string> | null {
    if (documentIds === undefined && tags === undefined) return null;
    const named = documentIds ?? [...this.documents.keys()];
    const hasTag = (id: string) => tags?.some((tag) => this.documents.get(id)?.tags.has(tag)) ?? true;
    return new Set(named.filter(hasTag));
  }

  private nearest(
    { model, vector }: { model: string; vector: Float32Array },
    limit: number,
    isAllowed: (slot: number) => boolean,
  ): { slot: number; similarity: number }[] {
    return this.matrices.get(keyOf(model, vector))?.search(vector, limit, isAllowed) ?? [];
  }

  private add({ id, documentId, text, language, embedding }: VectorRecord): void {
    const entry = this.documents.get(documentId);
    // It went while its chunks were on their way.
    if (entry === undefined) return;
    const slot = this.ids.push(id) - 1;
    this.owners[slot] = documentId;
    entry.slots.push(slot);
    this.alive += 1;
    this.words.add(slot, text, language);
    if (embedding !== undefined) this.matrixOf(embedding).add(slot, embedding.vector);
  }

  private remove(documentId: string): void {
    const slots = this.documents.get(documentId)?.slots ?? [];
    for (const slot of slots) this.owners[slot] = undefined;
    this.alive -= slots.length;
    this.documents.delete(documentId);
  }

  private matrixOf({ model, vector }: { model: string; vector: Float32Array }): VectorMatrix {
    const key = keyOf(model, vector);
    const matrix = this.matrices.get(key) ?? new VectorMatrix(vector.length);
    this.matrices.set(key, matrix);
    return matrix;
  }

  private hitOf(slot: number, score: number): { id: string; documentId: string; score: number } {
    return { id: this.ids[slot] ?? '', documentId: this.owners[slot] ?? '', score };
  }
}

/** Some models give vectors of a length that is asked for. */
const keyOf = (model: string, vector: Float32Array): string => `${model}/${vector.length}`;
