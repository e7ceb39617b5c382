import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../../shared/http';
import { FOLLOWUP_STATUSES, type FollowupStatus } from '../../domain/followups/followup-status';

export class FollowupsQueryRequest extends PageQuery {
  /** Only those in this status. */
  @ApiPropertyOptional({ enum: FOLLOWUP_STATUSES })
  @IsOptional()
  @IsIn(FOLLOWUP_STATUSES)
  status?: FollowupStatus;

  /** Only those of this conversation. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;

  /** Only those of this policy. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN, { message: 'policyId must be an id' })
  policyId?: string;
}

export class FollowupPreviewQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 50, default: 25 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 25;
}

export class RescheduleFollowupRequest {
  /** In the future, and at least 20 minutes before the bot may not write any more. */
  @Type(() => Date)
  @IsDate()
  dueAt: Date;
}
