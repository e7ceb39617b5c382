import { ExtractiveComposer } from './ask/extractive-composer';
import { KnowledgeAsk } from './ask/knowledge-ask.service';
import { KnowledgeGaps } from './gaps/knowledge-gaps.service';
import { ChunkEmbedding } from './ingest/chunk-embedding.service';
import { DocumentReader } from './ingest/document-reader.service';
import { ItemBuilder } from './ingest/item-builder.service';
import { ItemRuns } from './ingest/item-runs.service';
import { ItemTexts } from './ingest/item-texts.service';
import { KnowledgeProcessing } from './ingest/knowledge-processing.service';
import { KnowledgeProcessor } from './ingest/knowledge.processor';
import { PageFetcher } from './ingest/page-fetcher.service';
import { RingDueKnowledge } from './ingest/ring-due-knowledge.job';
import { CountedKnowledge } from './items/counted-knowledge';
import { ItemChanges } from './items/item-changes.service';
import { ItemStore } from './items/item-store.service';
import { KnowledgeItems } from './items/knowledge-items.service';
import { KnowledgeQueue } from './items/knowledge-queue.service';
import { NewKnowledge } from './items/new-knowledge.service';
import { SearchedChanges } from './items/searched-changes.service';
import { SettingsKnowledge } from './items/settings-knowledge.follower';
import { KnowledgePersonalData } from './knowledge.personal-data';
import { KnowledgeChunksRepository } from './repositories/knowledge-chunks.repository';
import { KnowledgeGapsRepository } from './repositories/knowledge-gaps.repository';
import { KnowledgeItemsRepository } from './repositories/knowledge-items.repository';
import { KnowledgeRevisionsRepository } from './repositories/knowledge-revisions.repository';
import { KnowledgeVersionsRepository } from './repositories/knowledge-versions.repository';
import { KnowledgeWorkRepository } from './repositories/knowledge-work.repository';
import { KNOWLEDGE_CHUNKS, knowledgeChunkSchema } from './schemas/knowledge-chunk.schema';
import { KNOWLEDGE_GAPS, knowledgeGapSchema } from './schemas/knowledge-gap.schema';
import { KNOWLEDGE_ITEMS, knowledgeItemSchema } from './schemas/knowledge-item.schema';
import { KNOWLEDGE_REVISIONS, knowledgeRevisionSchema } from './schemas/knowledge-revision.schema';
import { KNOWLEDGE_VERSIONS, knowledgeVersionSchema } from './schemas/knowledge-version.schema';
import { EmbeddingRenewal } from './search/embedding-renewal.service';
import { Embeddings } from './search/embeddings.service';
import { FoundChunks } from './search/found-chunks.service';
import { KnowledgeSearch } from './search/knowledge-search.service';
import { KnowledgeVectorSource } from './search/knowledge-vector-source';

/** Collections of the knowledge base. */
export const KNOWLEDGE_MODELS = [
  { name: KNOWLEDGE_ITEMS, schema: knowledgeItemSchema },
  { name: KNOWLEDGE_VERSIONS, schema: knowledgeVersionSchema },
  { name: KNOWLEDGE_CHUNKS, schema: knowledgeChunkSchema },
  { name: KNOWLEDGE_REVISIONS, schema: knowledgeRevisionSchema },
  { name: KNOWLEDGE_GAPS, schema: knowledgeGapSchema },
];

/** Items, how they are processed, and how they are searched. */
export const KNOWLEDGE_PROVIDERS = [
  KnowledgeItemsRepository,
  KnowledgeWorkRepository,
  KnowledgeVersionsRepository,
  KnowledgeChunksRepository,
  KnowledgeRevisionsRepository,
  KnowledgeGapsRepository,
  SearchedChanges,
  KnowledgeQueue,
  ItemChanges,
  ItemStore,
  KnowledgeItems,
  NewKnowledge,
  SettingsKnowledge,
  CountedKnowledge,
  PageFetcher,
  DocumentReader,
  ItemTexts,
  ChunkEmbedding,
  ItemBuilder,
  ItemRuns,
  KnowledgeProcessing,
  KnowledgeProcessor,
  RingDueKnowledge,
  Embeddings,
  EmbeddingRenewal,
  FoundChunks,
  KnowledgeVectorSource,
  KnowledgeSearch,
  ExtractiveComposer,
  KnowledgeGaps,
  KnowledgeAsk,
  KnowledgePersonalData,
];
