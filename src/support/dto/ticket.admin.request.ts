import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ID_PATTERN } from '../../shared/http';
import { TAG_MAX, TAGS_MAX } from '../domain/new-ticket';
import { QUEUE_SORTS, type QueueSort } from '../domain/queue-sort';
import {
  TICKET_CATEGORIES,
  TICKET_SEVERITIES,
  TICKET_STATUSES,
  type TicketCategory,
  type TicketSeverity,
  type TicketStatus,
} from '../domain/ticket';
import { whenGiven, whenSent, YES_OR_NO, type YesOrNo } from './presence';
import { TicketCommentRequest, TicketFilterQuery } from './ticket.request';

export class TicketQueueQuery extends TicketFilterQuery {
  /** Only tickets of this workspace. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'workspaceId must be an id' })
  workspaceId?: string;

  /** Only tickets of this platform admin; `me` for the caller's, `none` for those that nobody has. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string;

  @ApiPropertyOptional({
    enum: YES_OR_NO,
    description: 'Of the queue: only tickets whose answer or solution is late.',
  })
  @ValidateIf(whenSent)
  @IsIn(YES_OR_NO)
  overdue?: YesOrNo;

  @ApiPropertyOptional({
    enum: QUEUE_SORTS,
    default: 'urgent',
    description:
      '`urgent`: the queue of one status (`open` unless another is named), what is due first in front · ' +
      '`newest`: of any status. What is searched for comes newest first.',
  })
  @IsIn(QUEUE_SORTS)
  sort: QueueSort = 'urgent';
}

/** Fields that are absent stay as they are. */
export class ChangeTicketRequest {
  @ApiPropertyOptional({ enum: TICKET_CATEGORIES })
  @ValidateIf(whenSent)
  @IsIn(TICKET_CATEGORIES)
  category?: TicketCategory;

  @ApiPropertyOptional({ enum: TICKET_SEVERITIES })
  @ValidateIf(whenSent)
  @IsIn(TICKET_SEVERITIES)
  severity?: TicketSeverity;

  @ApiPropertyOptional({
    type: [String],
    maxItems: TAGS_MAX,
    description: 'Instead of those it has; kept in lower case.',
  })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(TAG_MAX, { each: true })
  tags?: string[];

  /** A platform admin; null: nobody. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(whenGiven)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string | null;
}

export class MoveTicketRequest {
  @ApiProperty({ enum: TICKET_STATUSES })
  @IsIn(TICKET_STATUSES)
  status: TicketStatus;
}

export class DeskCommentRequest extends TicketCommentRequest {
  /** For platform admins alone: the workspace never sees it, and it changes nothing. */
  @ApiPropertyOptional({ type: Boolean, default: false })
  @IsBoolean()
  internal: boolean = false;

  @ApiPropertyOptional({ enum: TICKET_STATUSES, description: 'Where the ticket goes with it.' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_STATUSES)
  status?: TicketStatus;
}

export class DeskFileQuery {
  @ApiPropertyOptional({ enum: YES_OR_NO, default: 'false', description: 'For platform admins alone.' })
  @ValidateIf(whenSent)
  @IsIn(YES_OR_NO)
  internal?: YesOrNo;
}
