import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { SEVERITIES, type Severity } from '../domain/severity';
import { ESCALATION_STATUSES, type EscalationStatus } from '../domain/transitions';

export class EscalationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ESCALATION_STATUSES, description: 'Only escalations in this status.' })
  @IsOptional()
  @IsIn(ESCALATION_STATUSES)
  status?: EscalationStatus;

  @ApiPropertyOptional({ enum: SEVERITIES, description: 'Only escalations of this severity.' })
  @IsOptional()
  @IsIn(SEVERITIES)
  severity?: Severity;

  /** Only those of a member: their id, `me`, or `none` for those of nobody. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN, { message: 'assignee must be an id, me or none' })
  assignee?: string;

  /** Only those of this conversation. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}
