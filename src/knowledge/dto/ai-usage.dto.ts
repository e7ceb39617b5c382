import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, Matches, Max, Min } from 'class-validator';
import { IfSent } from '../../shared/http';

const COUNT = { type: 'integer' } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_OR_MONTH = /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/;
const GROUPS = ['day', 'purpose', 'model', 'flow', 'goal', 'node', 'conversation'] as const;

export class AiUsageQuery {
  /** First day, by the clocks of the workspace; thirty days before `to` when absent. */
  @ApiPropertyOptional({ type: 'string', format: 'date' })
  @IfSent()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  from?: string;

  /** Last day; today when absent. */
  @ApiPropertyOptional({ type: 'string', format: 'date' })
  @IfSent()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  to?: string;

  @ApiPropertyOptional({ enum: GROUPS, default: 'day', description: 'What the figures are grouped by.' })
  @IsIn(GROUPS)
  by: (typeof GROUPS)[number] = 'day';
}

export class AiSpendersQuery {
  /**
   * A day or a month; this month when absent.
   * @example "2026-11"
   */
  @IfSent()
  @Matches(DAY_OR_MONTH)
  period?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Rows at most.' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class AiFiguresResponse {
  @ApiProperty(COUNT)
  calls: number;

  @ApiProperty({ ...COUNT, description: 'Of the calls, those that got no answer.' })
  failures: number;

  @ApiProperty(COUNT)
  promptTokens: number;

  @ApiProperty({ ...COUNT, description: 'Of the prompt tokens, those that the provider had in its cache.' })
  cachedTokens: number;

  @ApiProperty(COUNT)
  completionTokens: number;

  /** In US dollars, by the price table of this installation; the provider’s bill may differ. */
  costUsd: number;
}

export class AiUsageRowResponse extends AiFiguresResponse {
  /**
   * The day, purpose, model, conversation, version of a flow, or node with that version before it (`version:node`); of goals,
   * what the flow that asked is for, or `outside`.
   */
  key: string;
}

export class AiUsageReportResponse {
  @ApiProperty({ type: 'string', format: 'date' })
  from: string;

  @ApiProperty({ type: 'string', format: 'date' })
  to: string;

  /** Days in their order; else the dearest first, 400 at most. */
  @ApiProperty({ type: [AiUsageRowResponse] })
  items: AiUsageRowResponse[];

  @ApiProperty({ type: AiFiguresResponse })
  total: AiFiguresResponse;
}

export class AiAbilitiesResponse {
  /** `offline`, `platform` for the host’s, or `own`. */
  provider: string;

  /** Whether a language model answers; else answers are taken word for word from the knowledge base. */
  generates: boolean;

  embeds: boolean;

  transcribes: boolean;

  embeddingModel: string;
}

const LIMIT = { nullable: true, description: 'Null: no limit.' } as const;

export class AiLimitsResponse {
  @ApiProperty({ type: 'number', ...LIMIT })
  dailySpendUsd: number | null;

  @ApiProperty({ type: 'number', ...LIMIT })
  monthlySpendUsd: number | null;

  @ApiProperty({ type: 'integer', ...LIMIT })
  conversationDailyTokens: number | null;
}

export class AiOverviewResponse {
  @ApiProperty({ type: AiAbilitiesResponse })
  abilities: AiAbilitiesResponse;

  /** Those that hold now: the smaller of what the workspace and the host allow. */
  @ApiProperty({ type: AiLimitsResponse })
  limits: AiLimitsResponse;

  @ApiProperty({ type: AiFiguresResponse })
  today: AiFiguresResponse;

  @ApiProperty({ type: AiFiguresResponse })
  month: AiFiguresResponse;
}

export class AiSpenderResponse extends AiFiguresResponse {
  /** `platform` for what belongs to no workspace. */
  workspaceId: string;
}

export class AiSpendersResponse {
  period: string;

  /** The dearest first. */
  @ApiProperty({ type: [AiSpenderResponse] })
  items: AiSpenderResponse[];
}

export class AiProviderStatusResponse {
  /** `offline`, or `platform` and `fallback`. */
  name: string;

  model?: string;

  embeddingModel?: string;

  transcriptionModel?: string;

  /** It has failed so often that calls fail at once for a while. */
  isBroken: boolean;
}

export class AiProviderStatusListResponse {
  /** In the order in which they are asked. */
  @ApiProperty({ type: [AiProviderStatusResponse] })
  items: AiProviderStatusResponse[];
}
