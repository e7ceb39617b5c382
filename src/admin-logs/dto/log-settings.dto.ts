import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { LogCategory } from '../../shared/observability';

/** Which categories are kept. */
export class LogCategoriesResponse implements Record<LogCategory, boolean> {
  ai_timing: boolean;
  automation: boolean;
  automation_step: boolean;
  flow_node: boolean;
  model_api: boolean;
  instagram_webhook: boolean;
  jobs: boolean;
  security: boolean;
}

export class LogSettingsResponse {
  categories: LogCategoriesResponse;

  /** Whether texts of people and models are kept, too. */
  content: boolean;

  /** How long new events are kept. */
  retentionHours: number;

  /** Counts up with each change. */
  version: number;
}

/** What is left out stays as it is. */
export class LogCategoriesRequest implements Partial<Record<LogCategory, boolean>> {
  @IsOptional()
  @IsBoolean()
  ai_timing?: boolean;

  @IsOptional()
  @IsBoolean()
  automation?: boolean;

  @IsOptional()
  @IsBoolean()
  automation_step?: boolean;

  @IsOptional()
  @IsBoolean()
  flow_node?: boolean;

  @IsOptional()
  @IsBoolean()
  model_api?: boolean;

  @IsOptional()
  @IsBoolean()
  instagram_webhook?: boolean;

  @IsOptional()
  @IsBoolean()
  jobs?: boolean;

  @IsOptional()
  @IsBoolean()
  security?: boolean;
}

/** What is left out stays as it is. */
export class LogSettingsRequest {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LogCategoriesRequest)
  categories?: LogCategoriesRequest;

  @IsOptional()
  @IsBoolean()
  content?: boolean;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 168 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(168)
  retentionHours?: number;
}
