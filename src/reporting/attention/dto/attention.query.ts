import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ATTENTION_KINDS, type AttentionKind } from '../domain/attention';

const DAY_MINUTES = 24 * 60;

export class AttentionQueryRequest {
  @ApiPropertyOptional({ enum: ATTENTION_KINDS, description: 'Only this kind.' })
  @IsOptional()
  @IsIn(ATTENTION_KINDS)
  kind?: AttentionKind;

  /** Conversations at most. */
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `unreplied` is who has had no answer for that long. */
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 7 * DAY_MINUTES, default: 15 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(7 * DAY_MINUTES)
  waitingMinutes: number = 15;

  /** `window_closing` is who waits while less than that is left for an answer. */
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: DAY_MINUTES, default: 120 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(DAY_MINUTES)
  closingMinutes: number = 120;
}
