import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsObject, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { VERSION_POLICIES, type VersionPolicy } from '../schemas/automation-instance.schema';

const CONFIG = { type: 'object', additionalProperties: true, example: { shop: 'The Shoe Shop' } } as const;

export class CreateAutomationRequest {
  /** A published flow template. */
  @IsString()
  @Matches(ID_PATTERN)
  templateId: string;

  /** @example "Opening hours" */
  @IsString()
  @Length(1, 120)
  name: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  description?: string;

  /** Values of the version's exposed fields. */
  @ApiPropertyOptional(CONFIG)
  @IsOptional()
  @IsObject()
  config?: Record<string, unknown>;

  /** A version to stay with; without it, the automation follows the latest one. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;

  /** Switched on from the start, unless it is false. */
  @IsOptional()
  @IsBoolean()
  isActive?: boolean;
}

export class ConfigureAutomationRequest {
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  description?: string;

  /** Values of the version's exposed fields, in place of all earlier ones. */
  @ApiPropertyOptional(CONFIG)
  @IsOptional()
  @IsObject()
  config?: Record<string, unknown>;

  /** Switched off, it starts nothing more, and what it runs ends at its next event. */
  @IsOptional()
  @IsBoolean()
  isActive?: boolean;
}

export class DuplicateAutomationRequest {
  /** "… (copy)" when absent. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;
}

export class ChooseAutomationVersionRequest {
  /** `latest`: whatever is published, as soon as it is. `pinned`: stays with one version. */
  @ApiProperty({ enum: VERSION_POLICIES })
  @IsIn(VERSION_POLICIES)
  policy: VersionPolicy;

  /** With `pinned`: a published version of the template; the one that it runs now when absent. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;

  /** Values for that version, where those it has do not fit. */
  @ApiPropertyOptional(CONFIG)
  @IsOptional()
  @IsObject()
  config?: Record<string, unknown>;
}

export class AutomationsQuery extends PageQuery {
  /** Only those that are switched on, or off. */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  isActive?: boolean;

  /** Only those of this template. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  templateId?: string;
}

export class FiguresQuery {
  /** Of sessions that began at or after this time; 30 days before `to` when absent. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Of sessions that began before this time; now when absent. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Only sessions of this version. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;
}
