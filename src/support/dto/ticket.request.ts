import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { BREADCRUMB_MAX, BREADCRUMBS_MAX, DESCRIPTION_MAX, REQUEST_IDS_MAX, SUBJECT_MAX } from '../domain/new-ticket';
import {
  COMMENT_MAX,
  TICKET_CATEGORIES,
  TICKET_SEVERITIES,
  TICKET_STATUSES,
  type TicketCategory,
  type TicketSeverity,
  type TicketStatus,
} from '../domain/ticket';
import { whenSent, YES_OR_NO, type YesOrNo } from './presence';

const CORRELATION_ID = /^[\w.:-]{1,128}$/;

export class TicketFilterQuery extends PageQuery {
  @ApiPropertyOptional({ enum: TICKET_STATUSES, description: 'Only tickets in this status.' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_STATUSES)
  status?: TicketStatus;

  @ApiPropertyOptional({ enum: TICKET_CATEGORIES, description: 'Only tickets of this category.' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_CATEGORIES)
  category?: TicketCategory;

  @ApiPropertyOptional({ enum: TICKET_SEVERITIES, description: 'Only tickets of this severity.' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_SEVERITIES)
  severity?: TicketSeverity;

  /** Only tickets with all of these words, or words that begin so; the number counts as one. */
  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'webhook late' })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, 200)
  q?: string;
}

export class TicketsQueryRequest extends TicketFilterQuery {
  @ApiPropertyOptional({ enum: YES_OR_NO, description: 'Only tickets that the caller has opened.' })
  @ValidateIf(whenSent)
  @IsIn(YES_OR_NO)
  mine?: YesOrNo;
}

export class BreadcrumbRequest {
  @IsISO8601({ strict: true })
  at: string;

  /**
   * What the person did, or what the page noted.
   * @example "Clicked on Publish"
   */
  @IsString()
  @Length(1, BREADCRUMB_MAX)
  text: string;
}

export class OpenTicketRequest {
  /** @example "Messages arrive minutes late" */
  @IsString()
  @Length(1, SUBJECT_MAX)
  subject: string;

  @IsString()
  @Length(1, DESCRIPTION_MAX)
  description: string;

  @ApiProperty({ enum: TICKET_CATEGORIES })
  @IsIn(TICKET_CATEGORIES)
  category: TicketCategory;

  @ApiPropertyOptional({ enum: TICKET_SEVERITIES, default: 'medium' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_SEVERITIES)
  severity?: TicketSeverity;

  @ApiPropertyOptional({
    type: [String],
    maxItems: REQUEST_IDS_MAX,
    description: '`correlationId`s of answers that were wrong.',
  })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(REQUEST_IDS_MAX)
  @IsString({ each: true })
  @Matches(CORRELATION_ID, { each: true, message: 'each of requestIds must be a correlation id' })
  requestIds?: string[];

  @ApiPropertyOptional({ type: [BreadcrumbRequest], maxItems: BREADCRUMBS_MAX, description: 'What led to it.' })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(BREADCRUMBS_MAX)
  @ValidateNested({ each: true })
  @Type(() => BreadcrumbRequest)
  breadcrumbs?: BreadcrumbRequest[];

  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source, description: 'The connected account it is about.' })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'accountId must be an id' })
  accountId?: string;

  @ApiPropertyOptional({
    type: String,
    pattern: ID_PATTERN.source,
    description: 'The conversation it was opened from. The ticket goes when the person of that conversation is erased.',
  })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}

export class TicketCommentRequest {
  @IsString()
  @Length(1, COMMENT_MAX)
  text: string;
}

/** What is absent is taken from the request of the conversation. */
export class TicketOfRequest extends PickType(OpenTicketRequest, ['severity'] as const) {
  @ApiPropertyOptional({ type: String, maxLength: SUBJECT_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, SUBJECT_MAX)
  subject?: string;

  @ApiPropertyOptional({ type: String, maxLength: DESCRIPTION_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, DESCRIPTION_MAX)
  description?: string;

  @ApiPropertyOptional({ enum: TICKET_CATEGORIES, default: 'question' })
  @ValidateIf(whenSent)
  @IsIn(TICKET_CATEGORIES)
  category?: TicketCategory;
}

/** What is absent is taken from the request of the conversation. */
export class TaskOfRequest {
  @ApiPropertyOptional({ type: String, maxLength: SUBJECT_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, SUBJECT_MAX)
  title?: string;

  /** A member of the workspace. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @IsISO8601({ strict: true })
  dueAt?: string;
}

/** The fields beside an uploaded file. */
export class TicketFileRequest {
  @ValidateIf(whenSent)
  @IsString()
  @MaxLength(1000)
  fileName?: string;

  @IsString()
  sha256: string;
}

export const TICKET_FILE_FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', format: 'binary', description: 'At most 10 MB.' } },
  },
};
