import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsISO8601, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import {
  CRM_TASK_KINDS,
  CRM_TASK_PRIORITIES,
  CRM_TASK_STATUSES,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
} from '../domain/crm-task';
import { TASK_DETAILS_MAX, TASK_TITLE_MAX } from '../domain/task-wishes';
import { whenGiven, whenSent } from './presence';

export class CrmTasksQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CRM_TASK_STATUSES, default: 'open', description: 'Only tasks in this status.' })
  @IsIn(CRM_TASK_STATUSES)
  status: CrmTaskStatus = 'open';

  /** Only tasks of this member. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string;

  /** Only tasks that are due before this time; with the present time, those that are overdue. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @Type(() => Date)
  @IsDate()
  dueBefore?: Date;
}

class CrmTaskDetailsRequest {
  @ApiProperty({ type: String, required: false, nullable: true, maxLength: TASK_DETAILS_MAX })
  @ValidateIf(whenGiven)
  @IsString()
  @MaxLength(TASK_DETAILS_MAX)
  details?: string | null;

  @ApiProperty({ type: String, format: 'date-time', required: false, nullable: true })
  @ValidateIf(whenGiven)
  @IsISO8601({ strict: true })
  dueAt?: string | null;

  /** A member of the workspace. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(whenGiven)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string | null;

  @ApiProperty({ enum: CRM_TASK_PRIORITIES, required: false })
  @ValidateIf(whenSent)
  @IsIn(CRM_TASK_PRIORITIES)
  priority?: CrmTaskPriority;

  @ApiProperty({ enum: CRM_TASK_KINDS, required: false })
  @ValidateIf(whenSent)
  @IsIn(CRM_TASK_KINDS)
  kind?: CrmTaskKind;
}

export class CreateCrmTaskRequest extends CrmTaskDetailsRequest {
  /** @example "Send the price list" */
  @IsString()
  @Length(1, TASK_TITLE_MAX)
  title: string;
}

/** Fields that are absent stay as they are; null clears. */
export class ChangeCrmTaskRequest extends CrmTaskDetailsRequest {
  /** @example "Send the price list" */
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, TASK_TITLE_MAX)
  title?: string;
}
