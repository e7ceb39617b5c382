import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { DOMAIN_EVENT_TYPES, type DomainEventType } from '../../../shared/events';
import { PageQuery } from '../../../shared/http';
import { trimmed } from '../../dto/trimmed';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../schemas/webhook-delivery.schema';

const URL_MAX = 2_000;
const MAX_OVERLAP_HOURS = 7 * 24;

export class CreateWebhookRequest {
  /**
   * Of a public server, with https. Events are posted to it.
   * @example "https://example.com/parley-events"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, URL_MAX)
  url: string;

  /**
   * What it is for.
   * @example "Order system"
   */
  @Transform(trimmed)
  @IsString()
  @Length(0, 200)
  description: string = '';

  /** What it is told of. */
  @ApiProperty({ enum: DOMAIN_EVENT_TYPES, isArray: true, example: ['message.received'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(DOMAIN_EVENT_TYPES.length)
  @IsIn(DOMAIN_EVENT_TYPES, { each: true })
  types: DomainEventType[];
}

/** What is absent stays as it is. */
export class ChangeWebhookRequest {
  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @Length(1, URL_MAX)
  url?: string;

  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @Length(0, 200)
  description?: string;

  @ApiPropertyOptional({ enum: DOMAIN_EVENT_TYPES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(DOMAIN_EVENT_TYPES.length)
  @IsIn(DOMAIN_EVENT_TYPES, { each: true })
  types?: DomainEventType[];

  /** Off: nothing is sent, and what happens meanwhile is not kept for it. On: what was left is sent. */
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

export class RotateSecretRequest {
  /** For so long deliveries are signed with the older secret, too. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_OVERLAP_HOURS, default: 24 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlapHours: number = 24;
}

export class WebhookDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}
