import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDate,
  IsIn,
  IsISO8601,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
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
import { TASK_SORTS, type TaskSort } from '../domain/task-sort';
import { whenGiven, whenSent } from './presence';

const BULK_MAX = 100;

export class CrmTasksQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CRM_TASK_STATUSES, default: 'open', description: 'Only tasks in this status.' })
  @IsIn(CRM_TASK_STATUSES)
  status: CrmTaskStatus = 'open';

  /** Only tasks of this member; `me` for the caller's, `none` for those that nobody has. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string;

  @ApiPropertyOptional({ enum: CRM_TASK_KINDS, description: 'Only tasks of this kind.' })
  @ValidateIf(whenSent)
  @IsIn(CRM_TASK_KINDS)
  kind?: CrmTaskKind;

  @ApiPropertyOptional({ enum: CRM_TASK_PRIORITIES, description: 'Only tasks of this priority.' })
  @ValidateIf(whenSent)
  @IsIn(CRM_TASK_PRIORITIES)
  priority?: CrmTaskPriority;

  /** Only tasks that are due at this time or later. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @Type(() => Date)
  @IsDate()
  dueFrom?: Date;

  /** Only tasks that are due before this time; with the present time, those that are overdue. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @Type(() => Date)
  @IsDate()
  dueBefore?: Date;

  @ApiPropertyOptional({
    enum: TASK_SORTS,
    default: 'due',
    description: '`due`: those due first in front, without a date last · `newest`: as they were created.',
  })
  @IsIn(TASK_SORTS)
  sort: TaskSort = 'due';
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

  /** When its assignee is to be reminded, once; its creator, while nobody has it. Another time is a new reminder. */
  @ApiProperty({ type: String, format: 'date-time', required: false, nullable: true })
  @ValidateIf(whenGiven)
  @IsISO8601({ strict: true })
  reminderAt?: string | null;

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

export class NewContactTaskRequest extends CreateCrmTaskRequest {
  /** The conversation with the contact in which it came up. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}

export class NewCrmTaskRequest extends NewContactTaskRequest {
  /** Whom it is about; absent where it is about nobody. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'contactId must be an id' })
  contactId?: string;
}

export class CompleteTasksRequest {
  @ApiProperty({ type: [String], minItems: 1, maxItems: BULK_MAX })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BULK_MAX)
  @IsString({ each: true })
  @Matches(ID_PATTERN, { each: true, message: 'each of taskIds must be an id' })
  taskIds: string[];
}

/** Fields that are absent stay as they are; null clears. */
export class ChangeCrmTaskRequest extends CrmTaskDetailsRequest {
  /** @example "Send the price list" */
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, TASK_TITLE_MAX)
  title?: string;
}
