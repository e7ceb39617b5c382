import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  KNOWLEDGE_KINDS,
  KNOWLEDGE_STATUSES,
  type KnowledgeItem,
  type KnowledgeKind,
  type KnowledgeStatus,
  type KnowledgeVersion,
} from '../domain/knowledge-item';

class KnowledgeSourceResponse {
  /** Of a page. */
  url?: string;

  /** Of an upload. */
  fileName?: string;

  mediaType?: string;

  /** Of the file. */
  @ApiPropertyOptional({ type: 'integer' })
  bytes?: number;
}

class KnowledgeProgressResponse {
  @ApiProperty({ type: 'integer' })
  done: number;

  /** Chunks that the item has. */
  @ApiProperty({ type: 'integer' })
  total: number;
}

class KnowledgeFailureResponse {
  /** @example "page-unreachable" */
  code: string;

  message: string;
}

class KnowledgeSearchedResponse {
  /** The version of the content that is searched now. */
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: 'integer' })
  chunks: number;

  /** ISO 639-1 code, where it could be told. */
  language?: string;

  /** Null: found by its words alone. */
  @ApiProperty({ type: String, nullable: true })
  embeddingModel: string | null;
}

export class KnowledgeItemResponse {
  id: string;

  @ApiProperty({ enum: KNOWLEDGE_KINDS, description: '`business` and `catalogue` follow the settings.' })
  kind: KnowledgeKind;

  title: string;

  @ApiProperty({ type: [String] })
  tags: string[];

  /** Only active items are searched. */
  active: boolean;

  source: KnowledgeSourceResponse;

  /** Of its content; counts up. */
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ enum: KNOWLEDGE_STATUSES })
  status: KnowledgeStatus;

  /** While it is processed. */
  progress?: KnowledgeProgressResponse;

  /** Why the newest version is not searched; with status `pending` it is tried again. */
  failure?: KnowledgeFailureResponse;

  /** Absent until it has been processed for the first time. */
  searched?: KnowledgeSearchedResponse;

  createdBy?: string;

  createdAt: Date;

  updatedAt: Date;

  processedAt?: Date;
}

export class KnowledgeItemContentResponse extends KnowledgeItemResponse {
  /** Absent until a page or a file has been read. */
  content?: string;
}

export class KnowledgeItemPageResponse extends PageOf(KnowledgeItemResponse) {}

export class KnowledgeVersionResponse {
  @ApiProperty({ type: 'integer' })
  version: number;

  title: string;

  content?: string;

  url?: string;

  createdBy?: string;

  createdAt: Date;
}

export class KnowledgeVersionListResponse {
  /** Newest first. */
  @ApiProperty({ type: [KnowledgeVersionResponse] })
  items: KnowledgeVersionResponse[];
}

export function toItemResponse(item: KnowledgeItem): KnowledgeItemResponse {
  const { workspaceId: _, searched, tags, ...rest } = item;
  return { ...rest, tags: [...tags], ...(searched === undefined ? {} : { searched: toSearched(searched) }) };
}

function toSearched({ version, chunks, language, embeddingModel }: NonNullable<KnowledgeItem['searched']>) {
  return { version, chunks, embeddingModel, ...(language === undefined ? {} : { language }) };
}

export function toItemContentResponse(item: KnowledgeItem, content: string | undefined): KnowledgeItemContentResponse {
  return { ...toItemResponse(item), ...(content === undefined ? {} : { content }) };
}

export function toItemPageResponse(page: Page<KnowledgeItem>): KnowledgeItemPageResponse {
  return { ...page, items: page.items.map(toItemResponse) };
}

export function toVersionListResponse(versions: readonly KnowledgeVersion[]): KnowledgeVersionListResponse {
  return {
    items: versions.map(({ workspaceId: _workspace, itemId: _item, ...version }) => version),
  };
}
