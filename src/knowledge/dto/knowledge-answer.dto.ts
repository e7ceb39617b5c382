import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsNumber, IsString, Length, Matches, Max, Min } from 'class-validator';
import { ID_PATTERN, PageOf, IfSent } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { KnowledgeAnswer } from '../ask/knowledge-ask.service';
import type { FoundChunk, FoundKnowledge } from '../domain/found-chunks';
import type { KnowledgeGap } from '../domain/knowledge-gap';
import { KNOWLEDGE_KINDS, type KnowledgeKind, TAG_MAX, TAGS_MAX } from '../domain/knowledge-item';

const QUESTION_MAX = 800;
const ITEMS_MAX = 100;
const SEARCH_MODES = ['hybrid', 'lexical'] as const;
const ANSWER_MODES = ['extractive', 'generated', 'none'] as const;

class NarrowedRequest {
  @ApiPropertyOptional({ type: [String], maxItems: ITEMS_MAX, description: 'Only in these items.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Matches(ID_PATTERN, { each: true })
  itemIds?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: TAGS_MAX, description: 'Only in items with one of these tags.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @Length(1, TAG_MAX, { each: true })
  tags?: string[];
}

export class AskKnowledgeRequest extends NarrowedRequest {
  /** @example "How long do I have to return a dress?" */
  @IsString()
  @Length(1, QUESTION_MAX)
  question: string;
}

export class SearchKnowledgeRequest extends NarrowedRequest {
  @IsString()
  @Length(1, QUESTION_MAX)
  query: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 50, default: 8 })
  @IfSent()
  @IsInt()
  @Min(1)
  @Max(50)
  limit?: number;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 1, default: 0, description: 'Lower scores are left out.' })
  @IfSent()
  @IsNumber()
  @Min(0)
  @Max(1)
  floor?: number;
}

class ChunkSourceResponse {
  @ApiProperty({ enum: KNOWLEDGE_KINDS })
  kind: KnowledgeKind;

  url?: string;

  fileName?: string;
}

export class FoundChunkResponse {
  id: string;

  itemId: string;

  /** Of its item. */
  title: string;

  text: string;

  /** 0 to 1: how much of what was asked for it has, in words or in meaning. */
  score: number;

  source: ChunkSourceResponse;

  language?: string;
}

export class SearchKnowledgeResponse {
  /** Best first. */
  @ApiProperty({ type: [FoundChunkResponse] })
  chunks: FoundChunkResponse[];

  @ApiProperty({ enum: SEARCH_MODES, description: '`lexical`: nothing could be compared by meaning.' })
  mode: (typeof SEARCH_MODES)[number];
}

export class ReindexResponse {
  /** How many will be processed. */
  @ApiProperty({ type: 'integer' })
  items: number;
}

class CitationResponse {
  chunkId: string;

  itemId: string;

  title: string;

  /** What the answer rests on, word by word. */
  quote: string;
}

export class KnowledgeAnswerResponse {
  /** False: nothing in the knowledge base answers the question, which is now a gap. */
  answered: boolean;

  text?: string;

  @ApiProperty({ type: [CitationResponse] })
  citations: CitationResponse[];

  @ApiProperty({
    enum: ANSWER_MODES,
    description: '`extractive`: quoted from the knowledge base, written by no model.',
  })
  answerMode: (typeof ANSWER_MODES)[number];

  @ApiProperty({ enum: SEARCH_MODES })
  searchMode: (typeof SEARCH_MODES)[number];
}

export class KnowledgeGapResponse {
  id: string;

  /** The latest ones, oldest first; without numbers and addresses. */
  @ApiProperty({ type: [String] })
  questions: string[];

  @ApiProperty({ type: 'integer', description: 'How often it was asked.' })
  count: number;

  firstAt: Date;

  lastAt: Date;
}

export class KnowledgeGapPageResponse extends PageOf(KnowledgeGapResponse) {}

export const toFoundChunkResponse = ({ source, ...chunk }: FoundChunk): FoundChunkResponse => ({
  ...chunk,
  source: { ...source },
});

export const toSearchResponse = ({ chunks, mode }: FoundKnowledge): SearchKnowledgeResponse => ({
  chunks: chunks.map(toFoundChunkResponse),
  mode,
});

export const toAnswerResponse = ({ citations, ...answer }: KnowledgeAnswer): KnowledgeAnswerResponse => ({
  ...answer,
  citations: citations.map((citation) => ({ ...citation })),
});

export const toGapPageResponse = (page: Page<KnowledgeGap>): KnowledgeGapPageResponse => ({
  ...page,
  items: page.items.map(({ questions, ...gap }) => ({ ...gap, questions: [...questions] })),
});
