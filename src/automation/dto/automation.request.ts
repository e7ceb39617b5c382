import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsObject, IsString, Length, Matches, MaxLength } from 'class-validator';
import { ID_PATTERN, PageQuery, IfSent } from '../../shared/http';
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

  @IfSent()
  @IsString()
  @MaxLength(1_000)
  description?: string;

  /** Values of the version's exposed fields. */
  @ApiPropertyOptional(CONFIG)
  @IfSent()
  @IsObject()
  config?: Record<string, unknown>;

  /** A version to stay with; without it, the automation follows the latest one. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;

  /** Switched on from the start, unless it is false. */
  @IfSent()
  @IsBoolean()
  isActive?: boolean;
}

export class ConfigureAutomationRequest {
  @IfSent()
  @IsString()
  @Length(1, 120)
  name?: string;

  @IfSent()
  @IsString()
  @MaxLength(1_000)
  description?: string;

  /** Values of the version's exposed fields, in place of all earlier ones. */
  @ApiPropertyOptional(CONFIG)
  @IfSent()
  @IsObject()
  config?: Record<string, unknown>;

  /** Switched off, it starts nothing more, and what it runs ends at its next event. */
  @IfSent()
  @IsBoolean()
  isActive?: boolean;
}

export class DuplicateAutomationRequest {
  /** "… (copy)" when absent. */
  @IfSent()
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
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;

  /** Values for that version, where those it has do not fit. */
  @ApiPropertyOptional(CONFIG)
  @IfSent()
  @IsObject()
  config?: Record<string, unknown>;
}

export class AutomationsQuery extends PageQuery {
  /** Only those that are switched on, or off. */
  @ApiPropertyOptional({ type: Boolean })
  @IfSent()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  isActive?: boolean;

  /** Only those of this template. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  templateId?: string;
}

export class FiguresQuery {
  /** Of sessions that began at or after this time; 30 days before `to` when absent. */
  @IfSent()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Of sessions that began before this time; now when absent. */
  @IfSent()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Only sessions of this version. */
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;
}
