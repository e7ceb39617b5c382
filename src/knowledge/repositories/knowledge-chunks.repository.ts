import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { Transactions } from '../../shared/database';
import { stableId, type WorkspaceId } from '../../shared/kernel';
import type { EmbeddedChunk, KnowledgeChunk, StoredChunk } from '../domain/knowledge-chunk';
import { KNOWLEDGE_CHUNKS, type KnowledgeChunkRow } from '../schemas/knowledge-chunk.schema';

interface ChunkPlace {
  workspaceId: WorkspaceId;
  itemId: string;
  version: number;
}

/** Rows with vectors are some kilobytes each: a portion takes well under a millisecond to read. */
const PORTION = 64;

@Injectable()
export class KnowledgeChunksRepository {
  private readonly rows: mongo.Collection<KnowledgeChunkRow>;

  constructor(
    @InjectModel(KNOWLEDGE_CHUNKS) model: Model<KnowledgeChunkRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<KnowledgeChunkRow>;
  }

  /** The same chunks again change nothing. */
  async save(place: ChunkPlace, chunks: readonly EmbeddedChunk[]): Promise<void> {
    const operations = chunks.map((chunk) => {
      const { _id, ...replacement } = rowOf(place, chunk);
      return { replaceOne: { filter: { _id, workspaceId: place.workspaceId }, replacement, upsert: true } };
    });
    if (operations.length > 0) await this.rows.bulkWrite(operations, { ordered: false });
  }

  /** In order. */
  async of({ workspaceId, itemId, version }: ChunkPlace): Promise<KnowledgeChunk[]> {
    const rows = await this.rows
      .find({ workspaceId, itemId, version }, { projection: { embedding: 0 } })
      .sort({ position: 1 })
      .toArray();
    return rows.map(({ position, title, text, language }) => ({
      position,
      title,
      text,
      ...(language === undefined ? {} : { language }),
    }));
  }

  /** Those of the ids that are there, in no order, without their vectors. */
  async findAll(workspaceId: WorkspaceId, ids: readonly string[]): Promise<StoredChunk[]> {
    const rows = await this.rows
      .find({ _id: { $in: [...ids] }, workspaceId }, { projection: { embedding: 0 } })
      .toArray();
    return rows.map(toStored);
  }

  /** All chunks of the items with their vectors, of whatever version, in portions. */
  async *portionsOf(workspaceId: WorkspaceId, itemIds: readonly string[]): AsyncGenerator<StoredChunk[]> {
    const cursor = this.rows.find(
      { workspaceId, itemId: { $in: [...itemIds] } },
      { batchSize: PORTION, promoteBuffers: true },
    );
    let portion: StoredChunk[] = [];
    for await (const row of cursor) {
      portion.push(toStored(row));
      if (portion.length === PORTION) {
        yield portion;
        portion = [];
      }
    }
    if (portion.length > 0) yield portion;
  }

  /** All of an item, but those of the version `but`. */
  async removeAll(workspaceId: WorkspaceId, itemId: string, but?: number): Promise<void> {
    const version = but === undefined ? {} : { version: { $ne: but } };
    await this.rows.deleteMany({ workspaceId, itemId, ...version }, this.transactions.options);
  }

  async removeVersion({ workspaceId, itemId, version }: ChunkPlace): Promise<void> {
    await this.rows.deleteMany({ workspaceId, itemId, version }, this.transactions.options);
  }

  /** Those of a version from `position` on: left over from an attempt that cut the text otherwise. */
  async removeFrom({ workspaceId, itemId, version }: ChunkPlace, position: number): Promise<void> {
    await this.rows.deleteMany(
      { workspaceId, itemId, version, position: { $gte: position } },
      this.transactions.options,
    );
  }
}

function rowOf({ workspaceId, itemId, version }: ChunkPlace, chunk: EmbeddedChunk): KnowledgeChunkRow {
  const { position, title, text, language, embedding } = chunk;
  return {
    _id: stableId('knowledge-chunk', itemId, String(version), String(position)),
    workspaceId,
    itemId,
    version,
    position,
    title,
    text,
    ...(language === undefined ? {} : { language }),
    ...(embedding === undefined
      ? {}
      : { embeddingModel: embedding.model, embedding: new mongo.Binary(bytesOf(embedding.vector)) }),
  };
}

function toStored({ _id, itemId, version, position, title, text, language, ...rest }: KnowledgeChunkRow): StoredChunk {
  const bytes: unknown = rest.embedding;
  const { embeddingModel: model } = rest;
  return {
    id: _id,
    itemId,
    version,
    position,
    title,
    text,
    ...(language === undefined ? {} : { language }),
    ...(model !== undefined && bytes instanceof Uint8Array ? { embedding: { model, vector: vectorOf(bytes) } } : {}),
  };
}

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** Of a copy: what the driver gives is part of a larger buffer, at any offset. */
const vectorOf = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);
