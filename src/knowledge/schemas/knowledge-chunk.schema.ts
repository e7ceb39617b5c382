import { Schema, type mongo } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** A piece of an item that is found as a whole: what every index is built of. */
export interface KnowledgeChunkRow {
  /** Made of the item, its version and the position. */
  _id: string;
  workspaceId: string;
  itemId: string;
  version: number;
  position: number;
  /** Of its item at that version. */
  title: string;
  text: string;
  /** ISO 639-1 code, where it could be told. */
  language?: string;
  embeddingModel?: string;
  /** Float32, little-endian, of length 1. */
  embedding?: mongo.Binary;
}

export const KNOWLEDGE_CHUNKS = 'knowledgeChunks';

export const knowledgeChunkSchema = new Schema<KnowledgeChunkRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    itemId: String,
    version: Number,
    position: Number,
    title: String,
    text: String,
    language: String,
    embeddingModel: String,
    embedding: Buffer,
  },
  { collection: KNOWLEDGE_CHUNKS, versionKey: false },
);

export const knowledgeChunkIndexes: IndexDeclaration[] = [
  {
    collection: KNOWLEDGE_CHUNKS,
    key: { workspaceId: 1, itemId: 1, version: 1, position: 1 },
    options: { name: 'of-item' },
    serves: 'the chunks of items, in order',
  },
];
