import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { FIELD_TYPES, type ExposedField, type FieldType } from '../domain/config/exposed-field';
import { TEMPLATE_GOALS, TEMPLATE_INDUSTRIES, type TemplateDisplay } from '../domain/config/template-display';
import type { CompiledTrigger } from '../domain/triggers/compiled-trigger';
import { TRIGGER_TYPES, type TriggerType } from '../domain/triggers/trigger-types';
import type { PublishedTemplate } from '../flows.service';
import type { VersionSummary } from '../repositories/flow-template-versions.repository';
import { RUNNING_SESSIONS, type RunningSessions } from '../domain/draft/running-sessions';

/** Keywords beyond these are counted only. */
const SHOWN_KEYWORDS = 20;

export class PreviewLineResponse {
  @ApiProperty({ enum: ['bot', 'customer'] })
  from: 'bot' | 'customer';

  message: string;
}

export class TemplateDisplayResponse {
  outcome?: string;

  @ApiProperty({ enum: TEMPLATE_GOALS })
  goal: (typeof TEMPLATE_GOALS)[number];

  @ApiProperty({ enum: TEMPLATE_INDUSTRIES })
  industry: (typeof TEMPLATE_INDUSTRIES)[number];

  /** @example "5 minutes" */
  setupTime?: string;

  @ApiProperty({ type: [String] })
  collects: string[];

  icon?: string;

  @ApiProperty({ type: [PreviewLineResponse] })
  previewConversation: PreviewLineResponse[];
}

export class FieldOptionResponse {
  label: string;

  value: string;
}

export class ExposedFieldResponse {
  /** @example "shop" */
  key: string;

  label: string;

  @ApiProperty({ enum: FIELD_TYPES })
  type: FieldType;

  description?: string;

  required: boolean;

  @ApiProperty({ required: false, nullable: true })
  defaultValue?: unknown;

  @ApiProperty({ type: [FieldOptionResponse], required: false })
  options?: FieldOptionResponse[];

  /** `placeholder`, `helpText`, `group`, `order`, `widget`. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  ui?: object;

  /** `min`, `max`: of numbers the value, of texts the characters, of lists the members; `pattern`: for texts, RE2. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  validation?: object;
}

export class TriggerSummaryResponse {
  @ApiProperty({ enum: TRIGGER_TYPES })
  on: TriggerType;

  @ApiProperty({ enum: ['any', 'keywords', 'intent'] })
  mode: 'any' | 'keywords' | 'intent';

  /** The first of them. */
  @ApiProperty({ type: [String] })
  keywords: string[];

  @ApiProperty({ type: [String] })
  intents: string[];

  /** It fires at certain hours only. */
  hasHours: boolean;
}

export class FlowTemplateResponse {
  id: string;

  name: string;

  description: string;

  /** The published version that new automations run. */
  versionId: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  label?: string;

  @ApiProperty({ type: TemplateDisplayResponse })
  display: TemplateDisplayResponse;

  /** What a workspace sets for itself. */
  @ApiProperty({ type: [ExposedFieldResponse] })
  exposedFields: ExposedFieldResponse[];

  /** What starts the flow. */
  @ApiProperty({ type: [TriggerSummaryResponse] })
  triggers: TriggerSummaryResponse[];

  publishedAt: Date;

  createdAt: Date;
}

export class FlowTemplatePageResponse extends PageOf(FlowTemplateResponse) {}

export class FlowVersionResponse {
  id: string;

  templateId: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  label?: string;

  /** What is new. */
  notes?: string;

  /** What it does with sessions of an earlier version. */
  @ApiProperty({ enum: RUNNING_SESSIONS })
  runningSessions: RunningSessions;

  @ApiProperty({ type: TemplateDisplayResponse })
  display: TemplateDisplayResponse;

  @ApiProperty({ type: [ExposedFieldResponse] })
  exposedFields: ExposedFieldResponse[];

  @ApiProperty({ type: [TriggerSummaryResponse] })
  triggers: TriggerSummaryResponse[];

  publishedAt: Date;
}

export class FlowVersionPageResponse extends PageOf(FlowVersionResponse) {}

export function toFlowTemplateResponse(template: PublishedTemplate): FlowTemplateResponse {
  const { id, name, description, versionId, version, label, publishedAt, createdAt } = template;
  const shown = { id, name, description, versionId, version, publishedAt, createdAt };
  return { ...shown, ...(label === undefined ? {} : { label }), ...publicParts(template) };
}

export function toFlowTemplatePageResponse(page: Page<PublishedTemplate>): FlowTemplatePageResponse {
  return { ...page, items: page.items.map(toFlowTemplateResponse) };
}

export function toFlowVersionResponse(summary: VersionSummary): FlowVersionResponse {
  const { _id, templateId, version, label, notes, runningSessions, publishedAt } = summary;
  return {
    id: _id,
    templateId,
    version,
    ...(label === undefined ? {} : { label }),
    ...(notes === undefined ? {} : { notes }),
    runningSessions,
    publishedAt,
    ...publicParts(summary),
  };
}

export function toFlowVersionPageResponse(page: Page<VersionSummary>): FlowVersionPageResponse {
  return { ...page, items: page.items.map(toFlowVersionResponse) };
}

interface PublicParts {
  display: TemplateDisplay;
  exposedFields: ExposedField[];
  triggers: CompiledTrigger[];
}

/** What anybody may see of a flow: neither its nodes nor where in them a field's value goes. */
export function publicParts({ display, exposedFields, triggers }: PublicParts) {
  return {
    display,
    exposedFields: exposedFields.map(({ source: _source, ...field }) => field),
    triggers: triggers.map(summaryOf),
  };
}

function summaryOf({ on, match, hours }: CompiledTrigger): TriggerSummaryResponse {
  return {
    on,
    mode: match.mode,
    keywords: match.mode === 'keywords' ? match.keywords.slice(0, SHOWN_KEYWORDS) : [],
    intents: match.mode === 'intent' ? match.intents : [],
    hasHours: hours !== null,
  };
}
