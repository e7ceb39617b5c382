import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ID_PATTERN } from '../../shared/http';
import { TIER_STATUSES, type TierStatus } from '../domain/plans/tier';
import { trimmed } from './trimmed';

const MOST = 1_000_000_000;

/** A limit of null is none; one that is absent is left as it is. */
const Limit = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: 0, maximum: MOST, nullable: true, required: false }),
    IsOptional(),
    IsInt(),
    Min(0),
    Max(MOST),
  );

export class LimitsRequest {
  /** Replies by a model, in a calendar month. */
  @Limit()
  aiMessages?: number | null;

  @Limit()
  instagramAccounts?: number | null;

  /** Members and open invitations. */
  @Limit()
  teamMembers?: number | null;

  @Limit()
  automations?: number | null;

  @Limit()
  knowledgeItems?: number | null;
}

export class FeaturesRequest {
  @IsOptional()
  @IsBoolean()
  crm?: boolean;

  @IsOptional()
  @IsBoolean()
  integrations?: boolean;

  @IsOptional()
  @IsBoolean()
  flowBuilder?: boolean;

  @IsOptional()
  @IsBoolean()
  executionTimeline?: boolean;
}

export class CreateTierRequest {
  /**
   * Unique; upper and lower case are the same.
   * @example "Pro"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  name: string;

  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 500)
  description?: string;

  /** Those that are not named are unlimited. */
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitsRequest)
  limits?: LimitsRequest;

  /** Those that are not named are included. */
  @IsOptional()
  @ValidateNested()
  @Type(() => FeaturesRequest)
  features?: FeaturesRequest;

  @ApiProperty({ enum: TIER_STATUSES, required: false, default: 'active' })
  @IsOptional()
  @IsIn(TIER_STATUSES)
  status?: TierStatus;

  /** Takes the place of the default so far. */
  @IsOptional()
  @IsBoolean()
  isDefault?: boolean;
}

export class UpdateTierRequest {
  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  name?: string;

  /** Null takes it away. */
  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;

  /** Those that are not named stay. */
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitsRequest)
  limits?: LimitsRequest;

  /** Those that are not named stay. */
  @IsOptional()
  @ValidateNested()
  @Type(() => FeaturesRequest)
  features?: FeaturesRequest;

  @ApiProperty({ enum: TIER_STATUSES, required: false })
  @IsOptional()
  @IsIn(TIER_STATUSES)
  status?: TierStatus;

  @IsOptional()
  @IsBoolean()
  isDefault?: boolean;
}

export class AssignPlanRequest {
  /** An active tier; the default one when it is absent. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN, { message: 'tierId must be an id' })
  tierId?: string;

  /** In place of the tier's. */
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitsRequest)
  limits?: LimitsRequest;

  /** In place of the tier's. */
  @IsOptional()
  @ValidateNested()
  @Type(() => FeaturesRequest)
  features?: FeaturesRequest;
}
