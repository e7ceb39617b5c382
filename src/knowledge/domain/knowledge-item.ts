import type { WorkspaceId } from '../../shared/kernel';

/** Where the text of an item comes from. */
export const KNOWLEDGE_KINDS = ['text', 'question', 'page', 'upload', 'business', 'catalogue'] as const;
export type KnowledgeKind = (typeof KNOWLEDGE_KINDS)[number];

/** Those that people add; the others follow the settings of the workspace. */
export const ADDED_KINDS = ['text', 'question', 'page', 'upload'] as const;
export type AddedKind = (typeof ADDED_KINDS)[number];

export const KNOWLEDGE_STATUSES = ['pending', 'processing', 'ready', 'failed'] as const;
export type KnowledgeStatus = (typeof KNOWLEDGE_STATUSES)[number];

/** In place of a workspace: items of the platform itself, for its own help assistant. */
export const PLATFORM_KNOWLEDGE = 'platform' as WorkspaceId;

export const TITLE_MAX = 200;
/** Of what is typed; an upload or a page may give more. */
export const CONTENT_MAX = 200_000;
export const URL_MAX = 2_000;
export const TAGS_MAX = 20;
export const TAG_MAX = 40;
export const UPLOAD_MAX_BYTES = 10 * 1024 * 1024;
/** Of the text that an item may give. */
export const TEXT_MAX = 2_000_000;
/** Earlier contents of an item that are kept. */
export const VERSIONS_KEPT = 20;

/** Of a page or an upload. */
export interface KnowledgeSource {
  url?: string;
  fileName?: string;
  mediaType?: string;
  bytes?: number;
}

/** What is searched of an item; the last version that could be processed. */
export interface SearchedVersion {
  version: number;
  /** `<version>.<random>`, new after each change of its chunks. */
  stamp: string;
  chunks: number;
  /** ISO 639-1 code, where it could be told. */
  language?: string;
  /** Null: found by its words alone. */
  embeddingModel: string | null;
}

export interface KnowledgeFailure {
  /** Code-like, e.g. `page-unreachable`. */
  code: string;
  /** For people. */
  message: string;
}

/** A document of the knowledge base. Its contents are kept version by version beside it. */
export interface KnowledgeItem {
  id: string;
  workspaceId: WorkspaceId;
  kind: KnowledgeKind;
  title: string;
  tags: readonly string[];
  /** Only active items are searched. */
  active: boolean;
  source: KnowledgeSource;
  /** Of its content; counts up. */
  version: number;
  status: KnowledgeStatus;
  /** Chunks, while it is processed. */
  progress?: { done: number; total: number };
  /** Why its newest version cannot be searched; an earlier one may still be. */
  failure?: KnowledgeFailure;
  searched?: SearchedVersion;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
  processedAt?: Date;
}

/** The content of an item at one time. */
export interface KnowledgeVersion {
  itemId: string;
  workspaceId: WorkspaceId;
  version: number;
  title: string;
  /** Absent until a page or an upload has been read. */
  content?: string;
  url?: string;
  createdBy?: string;
  createdAt: Date;
}

/** Trimmed, in lower case, each once, in order. */
export function tagsOf(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))].slice(0, TAGS_MAX);
}

export const versionOfStamp = (stamp: string): number => Number.parseInt(stamp, 10);
