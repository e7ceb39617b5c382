import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { ID_PATTERN, PageOf, PageQuery } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { Published } from '../flow-publishing.service';
import type { VersionSummary } from '../repositories/flow-template-versions.repository';
import { type FlowTemplateRow, TEMPLATE_STATUSES, type TemplateStatus } from '../schemas/flow-template.schema';
import type { FlowTemplateVersionRow } from '../schemas/flow-template-version.schema';
import { RUNNING_SESSIONS, type RunningSessions } from '../domain/draft/running-sessions';
import { FlowProblemResponse } from './flow-draft.response';
import { DEFINITION_EXAMPLE, DISPLAY_EXAMPLE, FIELDS_EXAMPLE, TESTS_EXAMPLE } from './flow.examples';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;
const VERSION_STATUSES = ['published', 'archived'] as const;

export class FlowTemplatesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: TEMPLATE_STATUSES })
  @IsOptional()
  @IsIn(TEMPLATE_STATUSES)
  status?: TemplateStatus;
}

export class UpdateFlowTemplateRequest {
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string;
}

export class ChooseVersionRequest {
  /** A published version of the template. */
  @IsString()
  @Matches(ID_PATTERN)
  versionId: string;
}

export class AdminFlowTemplateResponse {
  id: string;

  name: string;

  description: string;

  @ApiProperty({ enum: TEMPLATE_STATUSES })
  status: TemplateStatus;

  currentVersionId: string;

  createdBy?: string;

  createdAt: Date;

  updatedAt: Date;
}

export class AdminFlowTemplatePageResponse extends PageOf(AdminFlowTemplateResponse) {}

export class AdminVersionSummaryResponse {
  id: string;

  templateId: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ enum: VERSION_STATUSES })
  status: (typeof VERSION_STATUSES)[number];

  label?: string;

  notes?: string;

  @ApiProperty({ enum: RUNNING_SESSIONS })
  runningSessions: RunningSessions;

  @ApiProperty({ ...OBJECT, example: DISPLAY_EXAMPLE })
  display: object;

  @ApiProperty({ ...OBJECTS, example: FIELDS_EXAMPLE })
  exposedFields: object[];

  @ApiProperty(OBJECTS)
  triggers: object[];

  publishedAt: Date;

  publishedBy?: string;
}

export class AdminVersionPageResponse extends PageOf(AdminVersionSummaryResponse) {}

export class AdminVersionResponse extends AdminVersionSummaryResponse {
  @ApiProperty({ ...OBJECT, example: DEFINITION_EXAMPLE })
  definition: object;

  @ApiProperty({ ...OBJECTS, example: TESTS_EXAMPLE })
  tests: object[];

  /** Of the compiled flow. */
  hash: string;
}

export class FollowersResponse {
  /** Automations that follow the latest version and run this one now. */
  @ApiProperty({ type: 'integer' })
  moved: number;

  /** Automations that stay, since their values do not fit; each says why. */
  @ApiProperty({ type: 'integer' })
  blocked: number;
}

export class FlowTestReportResponse {
  passed: boolean;

  @ApiProperty(OBJECTS)
  results: object[];

  /** Which nodes and branches the tests went through. */
  @ApiProperty(OBJECT)
  coverage: object;
}

export class PublishedFlowResponse {
  templateId: string;

  versionId: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  /** False when just this was the latest version already. */
  created: boolean;

  @ApiProperty({ type: FollowersResponse })
  followers: FollowersResponse;

  @ApiProperty({ type: [FlowProblemResponse] })
  warnings: FlowProblemResponse[];

  @ApiProperty({ type: FlowTestReportResponse })
  tests: FlowTestReportResponse;
}

export const toPublishedFlowResponse = (published: Published): PublishedFlowResponse => published;

export function toAdminTemplateResponse({ _id, ...rest }: FlowTemplateRow): AdminFlowTemplateResponse {
  return { id: _id, ...rest };
}

export function toAdminTemplatePageResponse(page: Page<FlowTemplateRow>): AdminFlowTemplatePageResponse {
  return { ...page, items: page.items.map(toAdminTemplateResponse) };
}

export function toAdminVersionPageResponse(page: Page<VersionSummary>): AdminVersionPageResponse {
  return { ...page, items: page.items.map(({ _id, ...rest }) => ({ id: _id, ...rest })) };
}

export function toAdminVersionResponse(version: FlowTemplateVersionRow): AdminVersionResponse {
  const { _id, compiled, fingerprint: _fingerprint, intents: _intents, ...shown } = version;
  return { id: _id, ...shown, hash: compiled.hash };
}
