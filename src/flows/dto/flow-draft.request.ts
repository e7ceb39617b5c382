import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, Length, Matches, MaxLength, Min } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { DRAFT_STATUSES, type DraftStatus } from '../schemas/flow-draft.schema';
import { RUNNING_SESSIONS, type RunningSessions } from '../domain/draft/running-sessions';
import { DEFINITION_EXAMPLE, DISPLAY_EXAMPLE, FIELDS_EXAMPLE, FILE_EXAMPLE, TESTS_EXAMPLE } from './flow.examples';

const anything = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** What a draft holds. It may be wrong: only publishing needs a right one. */
export class DraftPartsRequest {
  /** Nodes and edges in React Flow's shape; `GET /v1/flows/schema` describes them. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: DEFINITION_EXAMPLE })
  @IsOptional()
  @IsObject()
  definition?: Record<string, unknown>;

  /** What each workspace sets for itself; texts read it as `config.<key>`. */
  @ApiPropertyOptional({ ...anything, example: FIELDS_EXAMPLE })
  @IsOptional()
  @IsArray()
  exposedFields?: unknown[];

  /** How the gallery shows it. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: DISPLAY_EXAMPLE })
  @IsOptional()
  @IsObject()
  display?: Record<string, unknown>;

  /** Conversations with what must happen in them; all must pass before it is published. */
  @ApiPropertyOptional({ ...anything, example: TESTS_EXAMPLE })
  @IsOptional()
  @IsArray()
  tests?: unknown[];
}

export class CreateFlowDraftRequest extends DraftPartsRequest {
  /** @example "Opening hours" */
  @IsString()
  @Length(1, 120)
  name: string;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  /** Publishing makes a new version of this template; without it, a new template. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  templateId?: string;
}

export class SaveFlowDraftRequest extends DraftPartsRequest {
  /** The version of the draft that was changed. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 3 })
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string;
}

export class DraftFromVersionRequest {
  @IsString()
  @Matches(ID_PATTERN)
  templateId: string;

  /** The template's current version when absent. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;
}

export class DuplicateFlowDraftRequest {
  /** "… (copy)" when absent. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;
}

export class ImportFlowRequest {
  /** As `GET /v1/admin/flow-drafts/{draftId}/export` gives it. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: FILE_EXAMPLE })
  @IsObject()
  file: Record<string, unknown>;
}

export class PublishFlowDraftRequest {
  /** The version of the draft that you have seen: with it, nothing is published that somebody changed meanwhile. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;

  /** @example "Spring 2026" */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  label?: string;

  /** What is new, for people. */
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  notes?: string;

  /**
   * Sessions under way: they finish on the version they began with, as they do when nothing is said, or move where the
   * node they wait at still exists.
   */
  @ApiPropertyOptional({ enum: RUNNING_SESSIONS })
  @IsOptional()
  @IsIn(RUNNING_SESSIONS)
  runningSessions?: RunningSessions;
}

export class FlowDraftsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DRAFT_STATUSES })
  @IsOptional()
  @IsIn(DRAFT_STATUSES)
  status?: DraftStatus;

  /** Only drafts of this template. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  templateId?: string;
}

export class DraftDiffQuery {
  /** Compare with this version; with the current one when absent. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;
}
