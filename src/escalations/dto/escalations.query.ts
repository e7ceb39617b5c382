import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../shared/http';
import { ESCALATION_STATUSES, type EscalationStatus } from '../domain/escalation';
import { ApiPropertyOptional } from '@nestjs/swagger';

export class EscalationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ESCALATION_STATUSES, description: 'Only escalations in this status.' })
  @IsOptional()
  @IsIn(ESCALATION_STATUSES)
  status?: EscalationStatus;
}
